import ChandlerScheduling
import Foundation
import TestSupport
import Testing

@Suite struct SystemdUnitsTests {
    private func written(_ units: SystemdUnits, _ scratch: ScratchFolder) throws -> [String] {
        _ = try ScheduleFolder(scratch.path).write(units.files)
        return ScheduleFolder(scratch.path).paths(of: units.files)
    }

    private func text(_ units: SystemdUnits, _ name: String) throws -> [String] {
        let file = try #require(units.files.first { $0.name == name })
        return file.text.split(separator: "\n").map(String.init)
    }

    @Test(
        .enabled(if: Systemd.isThere, Systemd.reason),
        arguments: [SystemdScope.system, .user],
        [false, true]
    )
    func systemdFindsNothingWrong(scope: SystemdScope, embedded: Bool) async throws {
        for cron in ["*/15 * * * *", "0 3 13 * FRI", "0 0 29 2 *"] {
            let pipeline = try Samples.pipeline(cron) { $0.usesEmbeddedServer = embedded }
            let scratch = try ScratchFolder("units")
            let paths = try written(try SystemdUnits(pipeline, scope: scope), scratch)
            #expect(paths.count == (embedded ? 3 : 2))
            let user = scope == .user ? ["--user"] : []
            let run = try await Systemd.analyze(user + ["verify", "--man=no"] + paths)
            #expect(run.exitCode == 0, "\(run)")
            #expect(run.output + run.errors == "", "\(run)")
        }
    }

    /// The scale goes from 0 (safe) to 10; a unit without any wall has 9.2.
    @Test(.enabled(if: Systemd.isThere, Systemd.reason))
    func exposureIsLow() async throws {
        let pipeline = try Samples.pipeline { $0.usesEmbeddedServer = true }
        let scratch = try ScratchFolder("units")
        let paths = try written(try SystemdUnits(pipeline, scope: .system), scratch)
        for path in paths where path.hasSuffix(".service") {
            let run = try await Systemd.analyze([
                "security", "--offline=true", "--threshold=20", path,
            ])
            #expect(run.exitCode == 0, "\(run)")
            #expect(run.output.contains("Overall exposure level"), "\(run)")
        }
    }

    @Test func theServiceRunsOnceAndIsWalledIn() throws {
        let lines = try text(
            try SystemdUnits(try Samples.pipeline(), scope: .system),
            "chandler-crypto-core-1m.service"
        )
        for line in [
            "Type=oneshot", "User=chandler", "TimeoutStopSec=10s", "TimeoutStartSec=660s",
            "SuccessExitStatus=75 130", "EnvironmentFile=-/etc/chandler/chandler.env",
            "ExecStart=/bin/true run \"/etc/chandler/crypto core.yaml\" --deadline 600s "
                + "--log-format json",
            "WorkingDirectory=/var/lib/chandler", "Environment=CHANDLER_HOME=/var/lib/chandler",
            "StateDirectory=chandler", "ReadWritePaths=\"/srv/data sets\"",
            "ReadWritePaths=/srv/100%%", "NoNewPrivileges=yes", "ProtectSystem=strict",
            "PrivateTmp=yes", "ProtectHome=yes", "CapabilityBoundingSet=",
            "SystemCallFilter=@system-service", "MemoryDenyWriteExecute=yes",
            "Description=Ten majors, 100 %% complete every \"quarter\" of an hour: $HOME /",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(!lines.contains { $0.hasPrefix("RemoveIPC") }, "would harm a server of the account")
    }

    @Test func theTimerKnowsUTCAndMakesUpForMissedTimes() throws {
        let units = try SystemdUnits(try Samples.pipeline("0 3 13 * FRI"), scope: .system)
        let lines = try text(units, "chandler-crypto-core-1m.timer")
        #expect(
            lines.filter { $0.hasPrefix("OnCalendar=") } == [
                "OnCalendar=*-*-13 03:00:00 UTC", "OnCalendar=Fri *-*-* 03:00:00 UTC",
            ]
        )
        #expect(lines.contains("RandomizedDelaySec=90s") && lines.contains("Persistent=true"))
        #expect(units.enabled == ["chandler-crypto-core-1m.timer"])
    }

    /// What a run starts ends with its unit, so the server has a unit of its own.
    @Test func theEmbeddedServerOutlivesRuns() throws {
        let pipeline = try Samples.pipeline { $0.usesEmbeddedServer = true }
        let units = try SystemdUnits(pipeline, scope: .system)
        let run = try text(units, "chandler-crypto-core-1m.service")
        #expect(run.contains("Requires=chandler-db.service"))
        #expect(run.contains("After=chandler-db.service"))
        #expect(!run.contains { $0.contains("CHANDLER_PG_BINDIR") })
        let server = try text(units, "chandler-db.service")
        #expect(server.contains("ExecStart=/bin/true db start"))
        #expect(server.contains("PIDFile=/var/lib/chandler/postgres/data/postmaster.pid"))
        #expect(server.contains("NoNewPrivileges=yes") && server.contains("ProtectSystem=strict"))
        #expect(!server.contains("MemoryDenyWriteExecute=yes"), "PostgreSQL compiles expressions")
        #expect(units.enabled == ["chandler-db.service", "chandler-crypto-core-1m.timer"])
    }

    @Test func withoutItNoneIsStartedInsideARun() throws {
        let units = try SystemdUnits(try Samples.pipeline(), scope: .system)
        let run = try text(units, "chandler-crypto-core-1m.service")
        #expect(run.contains("Environment=CHANDLER_EMBEDDED_SERVER=off"))
        #expect(!run.contains { $0.contains("chandler-db") })
    }

    @Test func homesAndTemporaryFoldersStayReachable() throws {
        let pipeline = try Samples.pipeline {
            $0.file = "/home/ada/x.yaml"
            $0.program = "/tmp/bin/chandler"
            $0.writableFolders = ["/var/tmp/out"]
            $0.dataFolder = "/home/ada/.local/share/chandler"
        }
        let run = try text(
            try SystemdUnits(pipeline, scope: .user),
            "chandler-crypto-core-1m.service"
        )
        #expect(run.contains("ProtectHome=read-only"))
        #expect(run.contains("ReadWritePaths=/home/ada/.local/share/chandler"))
        #expect(run.contains("BindReadOnlyPaths=/tmp/bin/chandler"))
        #expect(run.contains("BindPaths=/var/tmp/out"))
        #expect(!run.contains { $0.hasPrefix("User=") || $0.hasPrefix("CapabilityBoundingSet") })
    }

    /// The words are taken apart as systemd does it: at blanks, and in bindings at colons.
    @Test(.enabled(if: Systemd.isThere, Systemd.reason), arguments: ["it's", "a:b", "ü", "x;y"])
    func oddNamesStayOneWord(name: String) async throws {
        let scratch = try ScratchFolder("units")
        let pipeline = try Samples.pipeline {
            $0.file = "/tmp/\(name)/x.yaml"
            $0.writableFolders = ["/srv/\(name)"]
        }
        let units = try SystemdUnits(pipeline, scope: .system)
        let lines = try text(units, "chandler-crypto-core-1m.service")
        #expect(lines.contains("BindReadOnlyPaths=\"/tmp/\(name)/x.yaml\""))
        #expect(lines.contains("ReadWritePaths=\"/srv/\(name)\""))
        let paths = try written(units, scratch)
        let run = try await Systemd.analyze(["verify", "--man=no"] + paths)
        #expect(run.output + run.errors == "", "\(run)")
    }

    @Test func theFileOfVariablesNamesNoDatabaseBesideTheEmbeddedServer() throws {
        let pipeline = try Samples.pipeline { $0.usesEmbeddedServer = true }
        let units = try SystemdUnits(pipeline, scope: .system)
        let run = try text(units, "chandler-crypto-core-1m.service")
        #expect(run.contains("EnvironmentFile=-/etc/chandler/chandler.env"))
        let unset = run.filter { $0.hasPrefix("UnsetEnvironment=") }
        #expect(unset.count == 1)
        for variable in ["POSTGRES_URL", "POSTGRES_HOST", "PGHOST", "PGSERVICEFILE"] {
            #expect(unset.first?.contains(variable) == true, "\(variable)")
        }
        let other = try SystemdUnits(try Samples.pipeline(), scope: .system)
        #expect(!other.files.contains { $0.text.contains("UnsetEnvironment") })
    }

    @Test func aShardIsOneOfThem() throws {
        let pipeline = try Samples.pipeline { ($0.shards, $0.shard) = (16, 3) }
        let units = try SystemdUnits(pipeline, scope: .system)
        #expect(units.files.contains { $0.text.contains("--shard 3/16 ") })
    }

    @Test(arguments: [
        ("name", "name was \"Core\""), ("db", "\"db\""), ("file", "absolute path"),
        ("dots", "without \"..\""), ("break", "control character"), ("quote", "quotation mark"),
        ("jitter", "jitter was -1"), ("deadline", "deadline was 0"), ("shard", "shard was 17"),
        ("user", "name of an account"), ("socket", "socket leaves 78"),
    ])
    func whatUnitsCannotHoldIsRefused(fault: String, words: String) throws {
        let pipeline = try Samples.pipeline {
            switch fault {
            case "name": $0.name = "Core"
            case "db": $0.name = "db"
            case "file": $0.file = "x.yaml"
            case "dots": $0.file = "/srv/../x.yaml"
            case "break": $0.file = "/srv/x\nExecStart=/bin/sh"
            case "quote": $0.writableFolders = ["/srv/\"x"]
            case "jitter": $0.jitterSeconds = -1
            case "deadline": $0.deadlineSeconds = 0
            case "shard": ($0.shards, $0.shard) = (16, 17)
            case "user": $0.user = "a b"
            default:
                $0.usesEmbeddedServer = true
                $0.dataFolder = "/srv/" + String(repeating: "x", count: 80)
            }
        }
        let error = try #require(throws: ScheduleError.self) {
            try SystemdUnits(pipeline, scope: .system)
        }
        #expect(error.code == .usage)
        #expect(error.message.contains(words), "\(error)")
    }
}
