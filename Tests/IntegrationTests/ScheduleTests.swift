import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Handing pipelines over to schedulers.
    @Suite struct ScheduleTests {
        private let scratch: ScratchFolder
        private let file: String
        private let chandler: Chandler

        init() throws {
            scratch = try ScratchFolder("schedule")
            file = try scratch.write(
                """
                name: nightly
                description: One series, at night.
                series:
                  - venue: binance
                    symbols: [BTCUSDT]
                    intervals: [1m]
                    from: 2024-01-01
                schedule:
                  cron: "15 3 * * MON-FRI"
                  jitter: 30s
                  deadline: 10m\n
                """,
                to: "nightly.yaml"
            )
            chandler = Chandler(environment: ["HOME": scratch.path, "TZ": "UTC"])
        }

        /// The programs in place of cron's: the table is a file.
        private func fakeCron(_ table: String) throws -> Chandler {
            let folder = try scratch.folder("bin")
            let script = """
                #!/bin/sh
                case "$*" in
                    -l) [ -f "\(table)" ] || { echo "no crontab for me" >&2; exit 1; }
                        cat "\(table)" ;;
                    -) cat >"\(table)" ;;
                    *) echo "unknown words: $*" >&2; exit 2 ;;
                esac

                """
            let program = try scratch.write(script, to: "bin/crontab")
            chmod(program, 0o755)
            return Chandler(environment: [
                "HOME": scratch.path, "TZ": "UTC", "PATH": "\(folder):/usr/bin:/bin",
            ])
        }

        @Test func theNextRunsAreShown() async throws {
            let run = try await chandler.run("schedule", "show", file).succeeded()
            let lines = run.output.split(separator: "\n")
            #expect(lines.count == 6 && lines.dropFirst().allSatisfy { $0.hasSuffix(" 03:15") })
            let document = try await chandler.run("schedule", "show", file, "--json").succeeded()
                .document()
            #expect(document["next"].elements.count == 5)
            #expect(document["cron"].text == "15 3 * * MON-FRI")
            #expect(document["on_calendar"][0].text == "Mon..Fri *-*-* 03:15:00 UTC")
            #expect(document["jitter_seconds"].int == 30)
            #expect(document["deadline_seconds"].int == 600)
        }

        @Test func midnightIsATimeToo() async throws {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let daily = text.replacing("15 3 * * MON-FRI", with: "0 0 29 2 *")
            let path = try scratch.write(daily, to: "leap.yaml")
            let run = try await chandler.run("schedule", "show", path).succeeded()
            let lines = run.output.split(separator: "\n").dropFirst()
            #expect(lines.count == 5)
            #expect(lines.allSatisfy { $0.hasSuffix("-02-29 00:00") }, "\(run)")
        }

        /// The pipeline with somebody to tell, and whatever else.
        private func told(_ more: String = "") throws -> String {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            return try scratch.write(
                text + "notifications:\n  - on: [failure]\n    webhook: HOOK_URL\n" + more,
                to: "told.yaml"
            )
        }

        /// Who is told has its address from the file of variables, whoever runs the database.
        @Test func receiversAreKnownBesideTheEmbeddedServer() async throws {
            let install = [
                "schedule", "install", try told(), "--systemd", "--print", "--embedded-server",
            ]
            let run = try await chandler.run(install).succeeded()
            #expect(
                run.output.contains("\nEnvironmentFile=-/etc/chandler/chandler.env\n"),
                "\(run)"
            )
            #expect(run.output.contains("\nUnsetEnvironment=POSTGRES_URL "))
            let variables = try scratch.write("HOOK_URL='x'\n", to: "variables")
            let named = try await chandler.run(install + ["--environment-file", variables])
                .succeeded()
            #expect(named.output.contains("EnvironmentFile=-\(variables)\n"))
            #expect(!named.errors.contains("HOOK_URL"), "\(named)")
            let other = try told("load:\n  database: WAREHOUSE_URL\n")
            let refused = try await chandler.run(
                "schedule",
                "install",
                other,
                "--systemd",
                "--print",
                "--embedded-server"
            )
            #expect(refused.exitCode == 78 && refused.errors.contains("WAREHOUSE_URL"))
        }

        @Test func whatIsMissingIsSaid() async throws {
            let pipeline = try told("load:\n  database: WAREHOUSE_URL\n")
            let absent = "\(scratch.path)/not-there"
            let install = ["schedule", "install", pipeline, "--cron", "--print"]
            let run = try await chandler.run(install + ["--environment-file", absent]).succeeded()
            for words in ["\(absent) is not there", "WAREHOUSE_URL='...'", "HOOK_URL likewise"] {
                #expect(run.errors.contains(words), "\(words): \(run)")
            }
            let half = try scratch.write("WAREHOUSE_URL='x'\n", to: "variables")
            let second = try await chandler.run(install + ["--environment-file", half]).succeeded()
            #expect(second.errors.contains("has no line HOOK_URL='...'"), "\(second)")
            #expect(!second.errors.contains("WAREHOUSE_URL"))
            let folder = try await chandler.run(
                install + ["--user-account", "daemon", "--data-folder", absent]
            ).succeeded()
            #expect(folder.errors.contains("install -d -m 0750 -o daemon \(absent)"), "\(folder)")
            chmod(scratch.path, 0o700)
            let closed = try await chandler.run(install + ["--user-account", "daemon"]).succeeded()
            let words = "the account daemon cannot read \(pipeline), because /"
            #expect(closed.errors.contains(words), "\(closed)")
        }

        @Test func printShowsEverythingAndTouchesNothing() async throws {
            let before = try filesBelow(scratch.path)
            let run = try await chandler.run("schedule", "install", file, "--print").succeeded()
            for words in [
                "# ---- /etc/systemd/system/chandler-nightly.service", "NoNewPrivileges=yes",
                "OnCalendar=Mon..Fri *-*-* 03:15:00 UTC", "15 3 * * 1-5 sleep", "CRON_TZ=UTC",
                "kind: CronJob", "schedule: \"15 3 * * 1-5\"",
            ] {
                #expect(run.output.contains(words), "\(words)")
            }
            #expect(run.errors.contains("next runs of nightly"))
            #expect(run.errors.components(separatedBy: " 03:15").count == 6, "\(run)")
            #expect(try filesBelow(scratch.path) == before)
            let one = try await chandler.run(
                "schedule",
                "install",
                file,
                "--kubernetes",
                "--print"
            ).succeeded()
            #expect(one.output.contains("kind: ConfigMap") && !one.output.contains("OnCalendar"))
        }

        @Test func unitsAreWrittenBelowARootAndRemoved() async throws {
            let root = try scratch.folder("root")
            let install = ["schedule", "install", file, "--systemd", "--root", root]
            let run = try await chandler.run(install).succeeded()
            let folder = "\(root)/etc/systemd/system"
            let names = ["chandler-nightly.service", "chandler-nightly.timer"]
            #expect(try filesBelow(folder).keys.sorted() == names)
            #expect(run.errors.contains("enable --now chandler-nightly.timer"), "\(run)")
            let again = try await chandler.run(install).succeeded()
            #expect(again.output.contains("nothing to do"), "\(again)")
            let embedded = try await chandler.run(install + ["--embedded-server", "--json"])
                .succeeded().document()
            #expect(embedded["changed"].elements.count == 2, "the server's unit and the run's")
            #expect(try filesBelow(folder).keys.contains("chandler-db.service"))
            let remove = ["schedule", "remove", "nightly", "--systemd", "--root", root]
            _ = try await chandler.run(remove).succeeded()
            #expect(try filesBelow(folder).keys.sorted() == ["chandler-db.service"])
            _ = try await chandler.run(remove + ["--embedded-server"]).succeeded()
            #expect(try filesBelow(folder).isEmpty)
            let nothing = try await chandler.run(remove).succeeded()
            #expect(nothing.output.contains("nothing to do"))
        }

        @Test func unitsOfAUserGoIntoTheirHome() async throws {
            let run = try await chandler.run(
                "schedule",
                "install",
                file,
                "--systemd",
                "--user",
                "--root",
                scratch.path
            ).succeeded()
            let path =
                "\(scratch.path)\(scratch.path)/.config/systemd/user/chandler-nightly.service"
            let unit = try String(contentsOfFile: path, encoding: .utf8)
            #expect(unit.contains("CHANDLER_HOME=\(scratch.path)/.local/share/chandler"), "\(run)")
            #expect(!unit.contains("User="))
        }

        @Test func theCrontabKeepsItsOtherLines() async throws {
            let table = "\(scratch.path)/table"
            let chandler = try fakeCron(table)
            let install = ["schedule", "install", file, "--cron"]
            try "MAILTO=me\n0 5 * * * /usr/bin/true # 100%\n".write(
                toFile: table,
                atomically: false,
                encoding: .utf8
            )
            let before = try String(contentsOfFile: table, encoding: .utf8)
            _ = try await chandler.run(install).succeeded()
            let once = try String(contentsOfFile: table, encoding: .utf8)
            #expect(once.hasPrefix(before) && once.contains("# chandler nightly begin\n"))
            let again = try await chandler.run(install).succeeded()
            #expect(again.output.contains("nothing to do"), "\(again)")
            #expect(try String(contentsOfFile: table, encoding: .utf8) == once)
            _ = try await chandler.run("schedule", "remove", "nightly", "--cron").succeeded()
            #expect(try String(contentsOfFile: table, encoding: .utf8) == before)
        }

        @Test func aUserWithoutACrontabGetsOne() async throws {
            let table = "\(scratch.path)/new-table"
            let chandler = try fakeCron(table)
            _ = try await chandler.run("schedule", "install", file, "--cron").succeeded()
            #expect(try String(contentsOfFile: table, encoding: .utf8).hasPrefix("# chandler "))
        }

        @Test func manifestsGoIntoAFile() async throws {
            let out = "\(scratch.path)/job.yaml"
            let run = try await chandler.run(
                "schedule",
                "install",
                file,
                "--kubernetes",
                "--image",
                "registry.example/chandler:1",
                "--out",
                out
            ).succeeded()
            let text = try String(contentsOfFile: out, encoding: .utf8)
            #expect(text.contains("image: \"registry.example/chandler:1\""), "\(text)")
            #expect(text.contains("    name: nightly\n    description:"), "the file itself")
            #expect(run.errors.contains("create secret generic chandler --from-literal"))
            let elsewhere = try await chandler.run(
                ["schedule", "install", file, "--kubernetes", "--namespace", "data"]
            ).succeeded()
            #expect(elsewhere.errors.contains("generic chandler --namespace data --from"))
        }

        @Test func aFileWithoutTimesIsAConfigurationFault() async throws {
            let bare = try scratch.write(
                "name: bare\nseries:\n  - venue: binance\n    symbols: [BTCUSDT]\n"
                    + "    intervals: [1m]\n    from: 2024-01-01\n",
                to: "bare.yaml"
            )
            for words in [["show", bare], ["install", bare, "--print"]] {
                let run = try await chandler.run(["schedule"] + words)
                #expect(run.exitCode == 78, "\(run)")
                #expect(run.errors.contains("has no \"schedule:\""))
            }
        }

        @Test(arguments: [
            [], ["--systemd", "--cron"], ["--cron", "--user"], ["--cron", "--embedded-server"],
            ["--systemd", "--image", "x"], ["--kubernetes", "--program", "/bin/true"],
            ["--systemd", "--user-account", "root"], ["--systemd", "--shard", "3"],
            ["--systemd", "--print", "--program", "chandler"],
            ["--systemd", "--user", "--user-account", "ada"],
        ])
        func optionsThatDoNotFitAreUsageFaults(words: [String]) async throws {
            let run = try await chandler.run(["schedule", "install", file] + words)
            #expect(run.exitCode == 64, "\(run)")
        }

        @Test func aSpreadPipelineNeedsToKnowWhichMachineThisIs() async throws {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let spread = try scratch.write(text + "  shards: 16\n", to: "spread.yaml")
            let install = ["schedule", "install", spread, "--systemd", "--print"]
            let run = try await chandler.run(install)
            #expect(run.exitCode == 64 && run.errors.contains("--shard 1/16"), "\(run)")
            let third = try await chandler.run(install + ["--shard", "3/16"]).succeeded()
            #expect(third.output.contains("--shard 3/16 "))
            #expect(!third.errors.contains("left out"))
            let other = try await chandler.run(install + ["--shard", "3/17"]).succeeded()
            #expect(other.errors.contains("over 16 machines, --shard over 17"), "\(other)")
            let job = try await chandler.run("schedule", "install", spread, "--kubernetes")
                .succeeded()
            #expect(job.output.contains("completionMode: Indexed"))
        }
    }
}
