import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What runs leave in the ledger, and what `chandler runs` tells of it.
    @Suite struct LedgerTests {
        private static let password = "it_ledger_pass"

        private func events(_ database: TestDatabase) throws -> [String] {
            try database.column(
                """
                SELECT component || ' ' || (details ->> 'status') FROM system_logs
                WHERE details ? 'run_id' AND details ->> 'stage' IS NULL ORDER BY id
                """
            )
        }

        @Test func everyRunBeginsAndEndsInTheLog() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            _ = try await store.chandler.run("maintain").succeeded()
            let failed = try await store.ingest("NOSUCHUSDT")
            #expect(failed.exitCode == 64, "\(failed)")
            var forgetting = store.chandler
            // Where the key of the log's hashes is.
            forgetting.environment["CHANDLER_HOME"] = bench.scratch.path
            _ = try await forgetting.run("forget", "--symbol", "BTCUSDT", "--yes").succeeded()
            #expect(
                try events(store.database) == [
                    "ingest running", "ingest succeeded", "maintain running",
                    "maintain succeeded", "ingest running", "ingest failed", "forget running",
                    "forget succeeded",
                ]
            )
            #expect(
                try store.database.column(
                    """
                    SELECT details ->> 'run_id' || ' ' || level || ' ' || (details ->> 'rows')
                    FROM system_logs WHERE details ->> 'stage' = 'series' ORDER BY id
                    """
                ) == ["1 INFO 2880", "3 ERROR 0"]
            )
            // What was forgotten is nowhere in the ledger either.
            for table in ["ingest_runs", "system_logs"] {
                #expect(
                    try store.database.count(table, where: "\(table)::text LIKE '%BTCUSDT%'") == 0
                )
            }
            let list = try await store.chandler.run("runs", "--json").succeeded().document()
            #expect(
                list["runs"].elements.map { $0["command"].text }
                    == ["forget", "ingest", "maintain", "ingest"]
            )
            #expect(list["runs"].elements.map { $0["exit_code"].int } == [0, 64, 0, 0])
            let bad = try await store.chandler.run("runs", "--status", "failed").succeeded()
            let lines = bad.output.split(separator: "\n")
            #expect(lines.count == 2 && lines[1].contains("failed"), "\(bad)")
            for words in [["--command", "ingest"], ["--limit", "2"]] {
                let run = try await store.chandler.run(["runs"] + words).succeeded()
                #expect(run.output.split(separator: "\n").count == 3, "\(run)")
            }
            let none = try await store.chandler.run(
                "runs",
                "--since",
                "2000-01-01",
                "--pipeline",
                "p"
            )
            #expect(none.exitCode == 0 && none.output.contains("No run"), "\(none)")
        }

        @Test func exportsAreRunsWithABeginningAndAnEnd() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            let words = ["export", "--training", "--symbol", "BTCUSDT", "--from", "2024-01-01"]
            let folder = "\(bench.scratch.path)/exported"
            let good = try await store.chandler.run(words + ["--out", folder, "--json"])
                .succeeded().document()
            #expect(good["run_id"].int == 2 && good["status"].text == "succeeded")
            let bytes = try #require(good["dataset"]["bytes"].int)
            let blocked = "\(bench.scratch.path)/file"
            try "in the way".write(toFile: blocked, atomically: false, encoding: .utf8)
            let failed = try await store.chandler.run(words + ["--out", blocked])
            #expect(failed.exitCode != 0, "\(failed)")
            #expect(
                try store.database.column(
                    """
                    SELECT concat_ws(' ', command, status, rows, bytes, requests, exit_code)
                    FROM ingest_runs WHERE command = 'export' ORDER BY run_id
                    """
                ) == ["export succeeded 0 \(bytes) 0 0", "export failed 0 0 0 \(failed.exitCode)"]
            )
            #expect(
                try store.database.column(
                    """
                    SELECT concat_ws(' ', details ->> 'run_id', details ->> 'stage',
                        details ->> 'status', details ->> 'bytes')
                    FROM system_logs WHERE component = 'export' ORDER BY id
                    """
                ) == [
                    "2 running", "2 dataset succeeded \(bytes)", "2 succeeded \(bytes)",
                    "3 running", "3 dataset failed 0", "3 failed 0",
                ]
            )
            #expect(
                try store.database.value(
                    "SELECT report ->> 'error' = error FROM ingest_runs WHERE run_id = 3"
                ) == "t"
            )
        }

        @Test func everySeriesSaysWhatWasAskedForIt() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let store = try bench.store()
            let words = ["ingest", "--symbol", "BTCUSDT", "--symbol", "ETHUSDT"]
            let place = ["--from", "2024-01-01", "--base-url", bench.exchange.baseURL, "--json"]
            let run = try await store.chandler.run(words + place).succeeded().document()
            let rows = try store.database.column(
                """
                SELECT concat_ws(' ', details ->> 'requests', details ->> 'retries',
                    details ->> 'bytes', details ->> 'rows')
                FROM system_logs WHERE details ->> 'stage' = 'series' ORDER BY id
                """
            ).map { row in row.split(separator: " ").compactMap { Int($0) } }
            try #require(rows.count == 2 && rows.allSatisfy { $0.count == 4 }, "\(rows)")
            #expect(rows.allSatisfy { $0[0] > 0 && $0[2] > 0 && $0[3] == 2_880 }, "\(rows)")
            let sums = (0..<3).map { column in rows.reduce(0) { $0 + $1[column] } }
            let moved = run["requests"]
            let all = try [
                #require(moved["sent"].int), #require(moved["retried"].int),
                #require(moved["bytes_received"].int),
            ]
            #expect(zip(sums, all).allSatisfy { $0 <= $1 }, "\(sums) of \(all)")
            // The run itself counts as the source does, not twice.
            #expect(
                try store.database.value(
                    "SELECT concat_ws(' ', requests, retries, bytes) FROM ingest_runs"
                ) == all.map(String.init).joined(separator: " ")
            )
        }

        @Test func aRunIsShownWithAllThatIsKnown() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            _ = try await store.ingest("NOSUCHUSDT")
            let good = try await store.chandler.run("runs", "show", "1").succeeded()
            for words in ["run 1 · ingest · succeeded", "binance BTCUSDT 1m", "2024-01-02 23:59"] {
                #expect(good.output.contains(words), "\(good)")
            }
            let failed = try await store.chandler.run("runs", "show", "2").succeeded()
            #expect(failed.output.contains("exit 64, wrong usage"), "\(failed)")
            #expect(failed.output.contains("what to do: "), "\(failed)")
            #expect(failed.output.contains("NOSUCHUSDT"))
            let document = try await store.chandler.run("runs", "show", "1", "--json").succeeded()
                .document()
            #expect(document["run_id"].int == 1 && document["status"].text == "succeeded")
            #expect(document["arguments"][0].text == "ingest")
            #expect(document["series"][0]["inserted"].int == 2_880)
            #expect(document["log"].elements.map { $0["level"].text } == ["INFO", "INFO", "INFO"])
            let unknown = try await store.chandler.run("runs", "show", "77", "--json")
            #expect(unknown.exitCode == 64, "\(unknown)")
            #expect(unknown.errors.contains("the newest is 2 (ingest, failed)"), "\(unknown)")
        }

        /// Runs of other versions: reports that nobody expects end no command.
        @Test(arguments: [
            "null", "{}", "[]", "7", #""text""#, #"{"series": {"a": 1}}"#,
            #"{"series": [1, null, {"venue": 3}], "seconds": 4, "stages": "x", "notes": [1, "n"]}"#,
        ])
        func reportsOfAnyFormAreShown(report: String) async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            _ = try await chandler.run("db", "migrate").succeeded()
            try database.execute(
                """
                INSERT INTO ingest_runs (command, arguments, version, status, exit_code, error,
                    report, finished_at)
                VALUES ('old', '[1]', '0.0.1', 'failed', 99, E'line\\n\\u001b[31mtwo', '\(report)',
                    now())
                """
            )
            for words in [["runs"], ["runs", "show", "1"], ["status"]] {
                let run = try await chandler.run(words).succeeded()
                #expect(!run.output.contains("\u{1B}"), "\(run)")
                _ = try await chandler.run(words + ["--json"]).succeeded().document()
            }
        }

        @Test func aKilledRunIsLostUntilTheNextOneClosesIt() async throws {
            let bench = try await Workbench(options: ["--latency-ms", "100"])
            let store = try bench.store()
            let program = try store.startIngest()
            for _ in 0..<2_000 where program.exitCode == nil {
                if (try? store.database.count("ingest_runs")) == 1 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            let running = try await store.chandler.run("runs", "--status", "running", "--json")
                .succeeded().document()
            #expect(running["runs"].elements.count == 1)
            program.signal(SIGKILL)
            _ = try await program.end()
            // The server notices within a second.
            var lost = JSONDocument.null
            for _ in 0..<500 where lost["runs"].elements.isEmpty {
                try await Task.sleep(for: .milliseconds(20))
                lost = try await store.chandler.run("runs", "--status", "lost", "--json")
                    .succeeded().document()
            }
            #expect(lost["runs"][0]["status"].text == "lost")
            let shown = try await store.chandler.run("runs", "show", "1").succeeded()
            #expect(shown.output.contains("run 1 · ingest · lost"), "\(shown)")
            #expect(
                shown.output.contains("the program ended without saying how")
                    && shown.output.contains("run it again")
            )
            #expect(try store.database.value("SELECT status FROM ingest_runs") == "running")
            _ = try await store.ingest(from: "2024-01-01", "--to", "2024-01-02").succeeded()
            #expect(
                try store.database.column("SELECT status FROM ingest_runs ORDER BY run_id")
                    == ["interrupted", "succeeded"]
            )
            #expect(
                try store.database.count(
                    "system_logs",
                    where: "level = 'WARNING' AND details ->> 'run_id' = '1'"
                ) == 1
            )
        }

        @Test func twoRunsAtOnceAreKeptApart() async throws {
            let bench = try await Workbench(now: "2024-01-10T00:00:30Z")
            let store = try bench.store()
            _ = try await store.chandler.run("db", "migrate").succeeded()
            let programs = try ["BTCUSDT", "ETHUSDT"].map { try store.startIngest($0) }
            for program in programs { _ = try await program.end().succeeded() }
            for (id, other) in [(1, 2), (2, 1)] {
                let run = try await store.chandler.run("runs", "show", "\(id)", "--json")
                    .succeeded().document()
                #expect(run["series"].elements.count == 1)
                #expect(run["log"].elements.count == 3)
                #expect(
                    run["log"].elements.allSatisfy { $0["details"]["run_id"].int == id },
                    "none of run \(other)"
                )
            }
        }

        /// Passwords and webhooks, in arguments, errors, reports and the log.
        @Test func secretsAreNowhereInTheLedger() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let database = try TestCluster.shared().makeDatabase(owner: TestCluster.plainRole)
            let port = database.cluster.port
            let webhook = "http://127.0.0.1:9/services/T0001/hush-hush-hook"
            let environment = ["CHANDLER_TEST_WEBHOOK": webhook, "SOME_API_KEY": "k3y-k3y-k3y"]
            let password = try #require(
                TestCluster.plainPassword.addingPercentEncoding(
                    withAllowedCharacters: .alphanumerics
                )
            )
            let url =
                "postgresql://\(TestCluster.plainRole):\(password)@127.0.0.1:\(port)/\(database.name)"
            let chandler = Chandler(environment: environment)
            let from = ["--from", "2024-01-01", "--json", "--database-url", url]
            _ = try await chandler.run(
                ["ingest", "--symbol", "BTCUSDT", "--base-url", bench.exchange.baseURL] + from
            ).succeeded()
            for base in [
                webhook, "http://someone:p4ssw0rd@127.0.0.1:9", "http://127.0.0.1:9/k3y-k3y-k3y",
                "http://127.0.0.1:9/?token=qu3ry-t0ken",
            ] {
                let run = try await chandler.run(
                    [
                        "ingest", "--symbol", "ETHUSDT", "--patience", "1s", "--base-url", base,
                    ] + from
                )
                #expect(run.exitCode != 0, "\(run)")
            }
            for secret in [
                "pr1v", password, "hush-hush-hook", "p4ssw0rd", "k3y-k3y-k3y", "qu3ry-t0ken",
            ] {
                for table in ["ingest_runs", "system_logs"] {
                    #expect(
                        try database.column(
                            "SELECT t::text FROM \(table) AS t "
                                + "WHERE strpos(t::text, '\(secret)') > 0"
                        ) == [],
                        "\(secret) in \(table)"
                    )
                }
            }
            #expect(try database.count("ingest_runs") >= 2)
        }

        @Test func aLoginThatMayOnlyReadSeesRunsAndStatus() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            _ = try? store.database.execute(
                "CREATE ROLE it_ledger_reader LOGIN PASSWORD '\(Self.password)'"
            )
            _ = try await store.chandler.run(
                "db",
                "roles",
                "apply",
                "--login",
                "it_ledger_reader=reader"
            ).succeeded()
            try store.database.execute(
                """
                INSERT INTO ingest_rejects (symbol, "interval", venue, open_time, rule, reason,
                    payload, host, path, fetched_at, run_id)
                VALUES ('BTCUSDT', '1m', 'binance', '2024-01-01', 'r', 'r', 'p', 'h', 'p', now(), 1)
                """
            )
            let place = "127.0.0.1:\(store.database.cluster.port)/\(store.database.name)"
            let reader = Chandler(environment: [
                "POSTGRES_URL": "postgresql://it_ledger_reader:\(Self.password)@\(place)"
            ])
            let before = try store.database.value(
                "SELECT string_agg(r::text, '|') FROM ingest_runs AS r"
            )
            let list = try await reader.run("runs", "--json").succeeded().document()
            #expect(list["runs"][0]["status"].text == "succeeded")
            let shown = try await reader.run("runs", "show", "1").succeeded()
            #expect(shown.output.contains("this login may not read system_logs"), "\(shown)")
            let status = try await reader.run("status", "--json").succeeded().document()
            #expect(status["series"][0]["last_run"]["run_id"].int == 1)
            #expect(
                try store.database.value("SELECT string_agg(r::text, '|') FROM ingest_runs AS r")
                    == before
            )
        }

        @Test func anOlderSchemaIsLeftAsItIs() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            for words in [["runs"], ["runs", "show", "1"]] {
                let run = try await chandler.run(words)
                #expect(run.exitCode == 78 && run.errors.contains("chandler db migrate"), "\(run)")
            }
            _ = try await chandler.run("db", "migrate", "--to", "11").succeeded()
            for words in [["runs"], ["runs", "show", "1", "--json"]] {
                let run = try await chandler.run(words)
                #expect(run.exitCode == 78 && run.errors.contains("chandler db migrate"), "\(run)")
                #expect(run.errors.contains("version 11"), "\(run)")
            }
            #expect(try database.value("SELECT max(version) FROM schema_migrations") == "11")
        }
    }
}
