import ChandlerPostgres
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

extension PasswordRotationTests {
    /// Rotations that are cut off, refused or not possible.
    @Suite struct Faults {
        private func failure(_ body: () throws -> Void) -> WarehouseError? {
            do { try body() } catch { return error as? WarehouseError }
            return nil
        }

        /// The roles as they are when a rotation is killed before it notes that it is done.
        private func cutOff(_ bench: RotationBench) throws {
            try bench.cluster.connect().execute(
                """
                COMMENT ON ROLE chandler_app_b IS 'chandler login: new, since then';
                COMMENT ON ROLE chandler_app_a IS 'chandler login: current, since then'
                """
            )
        }

        @Test func aRotationThatWasKilledBeforeItsFileBeginsAnew() throws {
            let bench = try RotationBench.fresh()
            let file = bench.file()
            _ = try bench.rotation(file).rotate()
            let before = try file.line()
            _ = try bench.rotation(file).rotate()
            let lost = try file.password()
            // The file was not in its place yet, but beside it.
            try before.appending("\n").write(toFile: file.path, atomically: true, encoding: .utf8)
            let beside = "\(file.path.dropLast("app.url".count)).app.url.part"
            try "left behind".write(toFile: beside, atomically: true, encoding: .utf8)
            try cutOff(bench)
            #expect(failure { _ = try bench.rotation(file).finish() }?.code == .usage)
            let rotated = try bench.rotation(file).rotate()
            #expect(rotated.login == "chandler_app_b")
            #expect(rotated.previous == "chandler_app_a")
            #expect(!rotated.isResumed)
            #expect(try file.password() != lost)
            #expect(try file.connect().isOpen)
            #expect(!FileManager.default.fileExists(atPath: beside))
            #expect(
                try bench.state() == [
                    "chandler_app_a login scram old", "chandler_app_b login scram current",
                ]
            )
            #expect(try bench.rotation(file).finish().disabled == "chandler_app_a")
        }

        @Test func aRotationThatWasKilledAfterItsFileKeepsItsPassword() throws {
            let bench = try RotationBench.fresh()
            let file = bench.file()
            _ = try bench.rotation(file).rotate()
            _ = try bench.rotation(file).rotate()
            let line = try file.line()
            let user = try file.connect()
            try cutOff(bench)
            let rotated = try bench.rotation(file).rotate()
            #expect(rotated.isResumed)
            #expect(rotated.login == "chandler_app_b")
            #expect(try file.line() == line)
            try user.checkLiveness()
            #expect(try bench.rotation(file).finish().disabled == "chandler_app_a")
        }

        @Test func aCutOffLoginThatIsInUseIsNotChanged() throws {
            let bench = try RotationBench.fresh()
            let file = bench.file()
            _ = try bench.rotation(file).rotate()
            _ = try bench.rotation(file).rotate()
            let user = try file.connect()
            try cutOff(bench)
            // Somebody names another file than the one that the programs read.
            let error = failure { _ = try bench.rotation(bench.file()).rotate() }
            #expect(error?.code == .busy)
            try user.checkLiveness()
            #expect(try file.connect().isOpen)
        }

        @Test func aLoginThatIsNotLetInIsShutOutAgain() throws {
            let bench = try RotationBench.fresh()
            let file = bench.file()
            _ = try bench.rotation(file).rotate()
            let line = try file.line()
            let superuser = try bench.cluster.connect()
            try superuser.execute(
                """
                REVOKE CONNECT ON DATABASE chandler FROM PUBLIC;
                GRANT CONNECT ON DATABASE chandler TO administrator, chandler_app_a
                """
            )
            let error = failure { _ = try bench.rotation(file).rotate() }
            try superuser.execute(
                """
                GRANT CONNECT ON DATABASE chandler TO PUBLIC;
                REVOKE CONNECT ON DATABASE chandler FROM administrator, chandler_app_a
                """
            )
            #expect(error?.code == .configuration)
            #expect(error?.message.contains("log in as chandler_app_b") == true)
            #expect(try file.line() == line)
            #expect(try file.connect().isOpen)
            #expect(
                try bench.state() == [
                    "chandler_app_a login scram current", "chandler_app_b nologin none idle",
                ]
            )
            #expect(try bench.rotation(file).rotate().login == "chandler_app_b")
        }

        /// As on the socket of the embedded server.
        @Test func aWayThatAsksForNoPasswordIsRefusedWithAHint() throws {
            let bench = try RotationBench.fresh()
            let overSocket = try bench.cluster.connect()
            let file = bench.file()
            let error = failure {
                _ = try PasswordRotation(overSocket, group: .app, file: file).rotate()
            }
            #expect(error?.code == .configuration)
            #expect(error?.message.contains("pg_hba.conf") == true)
            #expect(error?.message.contains("\"peer\"") == true)
            // Neither a login nor the file's folder is made.
            #expect(try bench.state() == [])
            let folder = String(file.path.dropLast("/app.url".count))
            #expect(!FileManager.default.fileExists(atPath: folder))
        }

        @Test func aFileThatCannotBeWrittenChangesNothing() throws {
            let bench = try RotationBench.fresh()
            let wall = try bench.scratch.write("a file", to: "wall")
            let error = failure {
                _ = try bench.rotation(PasswordFile("\(wall)/app.url")).rotate()
            }
            #expect([.cannotWrite, .configuration].contains(error?.code))
            #expect(error?.message.contains(wall) == true)
            #expect(try bench.state() == [])
        }

        @Test func aMissingGroupIsSaid() throws {
            let bench = try RotationBench.fresh()
            try bench.cluster.connect().execute("DROP ROLE chandler_reader")
            for body in [
                { _ = try bench.rotation(bench.file(), .reader).rotate() },
                { _ = try bench.rotation(bench.file(), .reader).finish() },
            ] as [() throws -> Void] {
                let error = failure(body)
                #expect(error?.code == .configuration)
                #expect(error?.message.contains("chandler db roles apply") == true)
            }
        }

        @Test func aPlainRoleMayNot() throws {
            let bench = try RotationBench.fresh()
            let plain = try bench.configuration(
                TestCluster.plainRole,
                "pr1v%23te%20p%2Fw%3Ad%40x%27%2541"
            )
            let file = bench.file()
            let rotation = PasswordRotation(try PostgresConnection(plain), group: .app, file: file)
            let error = failure { _ = try rotation.rotate() }
            #expect(error?.code == .permissionDenied)
            #expect(!FileManager.default.fileExists(atPath: file.path))
            #expect(try bench.state() == [])
        }

        @Test func aLoginThatMayTooMuchIsRefused() throws {
            let bench = try RotationBench.fresh()
            try bench.cluster.connect().execute("CREATE ROLE chandler_app_a SUPERUSER")
            let error = failure { _ = try bench.rotation(bench.file()).rotate() }
            #expect(error?.code == .configuration)
            #expect(error?.message.contains("SUPERUSER") == true)
        }

        @Test func loginsMadeByHandAreTakenAsTheyAreOrRefused() throws {
            let bench = try RotationBench.fresh()
            let superuser = try bench.cluster.connect()
            try superuser.execute("CREATE ROLE chandler_app_a LOGIN PASSWORD 'by hand'")
            let file = bench.file()
            if superuser.serverVersion >= 160_000 {
                // Since 16 a role that somebody else made is not CREATEROLE's to change.
                let error = failure { _ = try bench.rotation(file).rotate() }
                #expect(error?.code == .permissionDenied)
                #expect(!FileManager.default.fileExists(atPath: file.path))
                #expect(try bench.state() == ["chandler_app_a login scram"])
                try superuser.execute("GRANT chandler_app_a TO administrator WITH ADMIN OPTION")
            }
            let rotated = try bench.rotation(file).rotate()
            #expect(rotated.login == "chandler_app_b")
            #expect(rotated.previous == "chandler_app_a")
            try superuser.execute(
                "COMMENT ON ROLE chandler_app_a IS NULL; COMMENT ON ROLE chandler_app_b IS 'mine'"
            )
            let line = try file.line()
            #expect(failure { _ = try bench.rotation(file).rotate() }?.code == .configuration)
            #expect(failure { _ = try bench.rotation(file).finish() }?.code == .configuration)
            #expect(try file.line() == line)
        }

        @Test func twoRotationsAtOnceAreNotPossible() throws {
            let bench = try RotationBench.fresh()
            let file = bench.file()
            let first = LoginCatalog(connection: try bench.administrator(), group: .app)
            let error = try first.alone {
                failure { _ = try bench.rotation(file).rotate() }
            }
            #expect(error?.code == .busy)
            #expect(try bench.rotation(file).rotate().login == "chandler_app_a")
        }

        @Test func theURLKeepsTheWayAndLeavesOutThePerson() throws {
            let route = try ConnectionConfiguration(
                databaseURL: "postgresql://me:hush@db.example:6000/x?sslmode=verify-full"
                    + "&sslrootcert=/etc/ca.crt&sslcert=/home/me/me.crt&sslkey=/home/me/me.key"
                    + "&passfile=/home/me/.pgpass&application_name=psql&connect_timeout=3"
            )
            let password = StrongPassword()
            let url = LoginURL.text(
                login: "chandler_app_b",
                password: password,
                route: route,
                database: "my db"
            )
            let configuration = try ConnectionConfiguration(databaseURL: url)
            #expect(
                configuration.uri == "postgresql://chandler_app_b@db.example:6000/my%20db"
                    + "?connect_timeout=3&sslmode=verify-full&sslrootcert=/etc/ca.crt"
            )
            #expect(url.contains(":\(password.revealed)@"))
        }
    }
}
