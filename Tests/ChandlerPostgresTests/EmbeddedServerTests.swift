import ChandlerPostgres
import Foundation
import Synchronization
import Testing

@Suite(.enabled(if: TestServer.isUsable, TestServer.skipReason), .serialized)
struct EmbeddedServerTests {
    /// A cluster in a folder of its own, stopped and removed whatever happens.
    private func withServer(
        _ name: String,
        inside: String = "",
        environment: [String: String] = [:],
        _ body: (EmbeddedServer) throws -> Void
    ) throws {
        let folder = try TemporaryFolder(name)
        let server = EmbeddedServer(
            folder: "\(folder.path)\(inside)/postgres",
            environment: TestServer.environment.merging(environment) { $1 },
            settings: ["fsync": "off", "shared_buffers": "8MB"]
        )
        defer {
            _ = try? server.stop(.immediate)
            folder.remove()
        }
        try body(server)
    }

    private func socketOwner(of configuration: ConnectionConfiguration) throws -> String? {
        let folder = try #require(configuration.host)
        let facts = try FileManager.default.attributesOfItem(atPath: folder)
        #expect(facts[.posixPermissions] as? Int == 0o700)
        return facts[.ownerAccountName] as? String
    }

    @Test func itIsMadeStartedStoppedAndStartedAgain() throws {
        try withServer("life") { server in
            #expect(try server.status().state == .notCreated)
            #expect(try !server.stop())
            let configuration = try server.ensureRunning()
            #expect(try server.status().state == .running)
            let row = try PostgresConnection(configuration).query(
                """
                SELECT current_database(), current_user, current_setting('data_checksums'),
                    current_setting('listen_addresses'), current_setting('server_encoding'),
                    (SELECT datcollate FROM pg_database WHERE datname = current_database())
                """
            ).firstRow()
            let facts = try (0..<6).map { try row.text(.index($0)) }
            #expect(facts == ["chandler", "chandler", "on", "", "UTF8", "C"])
            let first = try server.status().processID
            #expect(try !server.start())
            #expect(try server.ensureRunning() == configuration)
            #expect(try server.status().processID == first)
            #expect(try server.stop())
            #expect(try server.status().state == .stopped)
            #expect(try !server.stop())
            #expect(try server.start())
            #expect(try server.status().state == .running)
            let owner = try socketOwner(of: server.connectionConfiguration)
            #expect(owner == (getuid() == 0 ? "postgres" : NSUserName()))
        }
    }

    @Test func theURIIsOpenedByPlainPsqlAsTheSameUser() throws {
        try withServer("psql") { server in
            let uri = try server.ensureRunning().uri
            let programs = try ServerPrograms.find(environment: TestServer.environment)
            let psql = Process()
            psql.executableURL = URL(fileURLWithPath: "\(programs.folder)/psql")
            psql.arguments = ["-X", "-A", "-t", "-c", "SELECT 6 * 7", uri]
            psql.environment = ["PATH": "/usr/bin:/bin"]
            let output = Pipe()
            psql.standardOutput = output
            try psql.run()
            psql.waitUntilExit()
            let said = output.fileHandleForReading.readDataToEndOfFile()
            #expect(String(decoding: said, as: UTF8.self) == "42\n")
        }
    }

    @Test func manyStartsAtOnceMakeOneServer() throws {
        try withServer("race") { server in
            let started = Mutex<[Bool]>([])
            let failures = Mutex<[String]>([])
            let group = DispatchGroup()
            for _ in 0..<6 {
                group.enter()
                Thread.detachNewThread {
                    do {
                        let isFirst = try server.start()
                        started.withLock { $0.append(isFirst) }
                    } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                    group.leave()
                }
            }
            group.wait()
            #expect(failures.withLock { $0 } == [])
            #expect(started.withLock { $0.filter { $0 }.count } == 1)
            #expect(started.withLock { $0.count } == 6)
            _ = try PostgresConnection(server.connectionConfiguration)
        }
    }

    @Test func aKilledServerRecovers() throws {
        try withServer("crash") { server in
            let configuration = try server.ensureRunning()
            try PostgresConnection(configuration).execute("CREATE TABLE kept AS SELECT 7 AS n")
            let process = try #require(try server.status().processID)
            #expect(kill(process, SIGKILL) == 0)
            while try server.status().state != .stopped { usleep(1000) }
            try server.ensureRunning()
            let row = try PostgresConnection(configuration).query("TABLE kept").firstRow()
            #expect(try row.int64("n") == 7)
        }
    }

    @Test func aPidFileOfAnotherProcessIsStale() throws {
        try withServer("stale") { server in
            try server.ensureRunning()
            let file = try server.status().dataFolder + "/postmaster.pid"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try server.stop(.immediate)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let forged = (["\(getppid())"] + lines.dropFirst().map(String.init))
            try forged.joined(separator: "\n").write(
                toFile: file,
                atomically: false,
                encoding: .utf8
            )
            if getuid() == 0, let user = getpwnam("postgres") {
                chown(file, user.pointee.pw_uid, user.pointee.pw_gid)
            }
            #expect(try server.status().state == .stopped)
            #expect(try !server.stop())
        }
    }

    @Test func aLongPathGetsAShortSocketFolder() throws {
        let inside = "/" + String(repeating: "long folder name ", count: 8)
        try withServer("long", inside: inside) { server in
            let configuration = try server.ensureRunning()
            let folder = try #require(configuration.host)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            #expect(folder.hasPrefix("/tmp/chandler-") || folder.hasPrefix("/run/user/"))
            #expect("\(folder)/.s.PGSQL.5432".utf8.count <= 107)
            _ = try socketOwner(of: configuration)
            try server.stop()
            #expect(try server.ensureRunning().host == folder)
        }
    }

    @Test func aSocketFolderOfSomeoneElseIsRefused() throws {
        guard getuid() == 0 else { return }
        let inside = "/" + String(repeating: "x", count: 90)
        try withServer("foreign", inside: inside) { server in
            let folder = try #require(server.connectionConfiguration.host)
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o777]
            )
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let error = try #require(postgresError { try server.ensureRunning() })
            #expect(error.code == .folderNotUsable)
            #expect(error.message.contains(folder))
        }
    }

    @Test func anotherMajorVersionIsRefusedInWords() throws {
        try withServer("major") { server in
            try server.ensureRunning()
            try server.stop()
            let file = try server.status().dataFolder + "/PG_VERSION"
            try "9\n".write(toFile: file, atomically: false, encoding: .utf8)
            let error = try #require(postgresError { try server.ensureRunning() })
            #expect(error.code == .majorVersionMismatch)
            #expect(error.message.contains("PostgreSQL 9"))
            #expect(error.hint?.contains("postgresql-9") == true)
        }
    }

    @Test func missingProgramsNameTheDebianPackage() throws {
        try withServer("missing", environment: ["CHANDLER_PG_BINDIR": "/nonexistent"]) { server in
            let error = try #require(postgresError { try server.ensureRunning() })
            #expect(error.code == .serverProgramsMissing)
            #expect(error.message.contains("/nonexistent"))
            #expect(error.hint?.contains("Debian package postgresql") == true)
            #expect(try server.status().state == .notCreated)
        }
    }

    @Test func aFailedInitdbLeavesNothingHalfMade() throws {
        let programs = try ServerPrograms.find(environment: TestServer.environment)
        let fake = try TemporaryFolder("bin")
        defer { fake.remove() }
        let scripts = [
            "postgres": "exec \(programs.folder)/postgres \"$@\"", "pg_ctl": "exit 1",
            "initdb":
                "for a; do case $a in --pgdata=*) mkdir -p ${a#--pgdata=}/base;; esac; done; "
                + "echo no space left; exit 7",
        ]
        for (name, script) in scripts {
            let path = "\(fake.path)/\(name)"
            try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
            chmod(path, 0o755)
        }
        try withServer("initdb", environment: ["CHANDLER_PG_BINDIR": fake.path]) { server in
            let error = try #require(postgresError { try server.ensureRunning() })
            #expect(error.code == .serverControlFailed)
            #expect(error.message.contains("exit code 7"))
            #expect(error.message.contains("no space left"))
            let left = try FileManager.default.contentsOfDirectory(atPath: server.folder)
            #expect(left == ["lock"])
        }
    }

    @Test func aStartThatFailsShowsTheEndOfTheLog() throws {
        try withServer("log") { made in
            let server = EmbeddedServer(
                folder: made.folder,
                environment: TestServer.environment,
                settings: ["fsync": "off", "no_such_setting": "1"]
            )
            let error = try #require(postgresError { try server.ensureRunning() })
            #expect(error.code == .serverControlFailed)
            #expect(error.message.contains("no_such_setting"))
            #expect(error.hint?.contains("server.log") == true)
            try made.ensureRunning()
        }
    }

    @Test func aFolderThatTheServersUserCannotEnterIsNamed() throws {
        guard getuid() == 0 else { return }
        try withServer("closed", inside: "/closed") { server in
            let closed = String(server.folder.dropLast("/postgres".count))
            try FileManager.default.createDirectory(
                atPath: closed,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let error = try #require(postgresError { try server.ensureRunning() })
            #expect(error.code == .folderNotUsable)
            #expect(error.message.contains("\"\(closed)\""))
            #expect(error.hint?.contains("CHANDLER_HOME") == true)
        }
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        let server = EmbeddedServer(
            folder: "/proc/chandler/postgres",
            environment: TestServer.environment
        )
        let error = try #require(postgresError { try server.ensureRunning() })
        #expect(error.code == .folderNotUsable)
        #expect(error.message.contains("/proc/chandler"))
    }

    @Test func aFolderWithOtherThingsInItIsNotTouched() throws {
        try withServer("other") { server in
            try FileManager.default.createDirectory(
                atPath: server.folder + "/data",
                withIntermediateDirectories: true
            )
            if getuid() == 0, let user = getpwnam("postgres") {
                chown(server.folder, user.pointee.pw_uid, user.pointee.pw_gid)
            }
            chmod(server.folder, 0o700)
            let error = try #require(postgresError { try server.ensureRunning() })
            #expect(error.code == .folderNotUsable)
            #expect(error.message.contains("no data folder"))
        }
    }

    @Test func aNameThatAShellWouldTakeApartIsRefused() throws {
        try withServer("shell", inside: "/$(touch x)") { server in
            #expect(postgresError { try server.ensureRunning() }?.code == .folderNotUsable)
        }
    }

    @Test func theServerHoldsNoPipeOfItsStarter() throws {
        try withServer("pipe") { server in
            let pipe = Pipe()
            // Without close-on-exec, as a shell hands pipes on.
            let inherited = dup(pipe.fileHandleForWriting.fileDescriptor)
            try server.ensureRunning()
            close(inherited)
            try pipe.fileHandleForWriting.close()
            #expect(pipe.fileHandleForReading.readDataToEndOfFile().isEmpty)
        }
    }

    @Test func theServerIsInASessionOfItsOwn() throws {
        try withServer("session") { server in
            try server.ensureRunning()
            let process = try #require(try server.status().processID)
            #expect(getsid(process) == process)
            #expect(getpgid(process) != getpgid(0))
        }
    }
}
