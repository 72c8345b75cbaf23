import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Old months leave the database, and nothing else notices.
    @Suite struct RetentionTests {
        private static let from = "2024-01-20"
        private static let now = "2024-03-20T00:00:30Z"

        /// A span that ends in the middle of March 2024, so that January and February go.
        private static var keep: String {
            let march = Date(timeIntervalSince1970: 1_710_460_800)
            return "market_data=\(Int(Date().timeIntervalSince(march) / 86_400))d"
        }

        private func retainWords(_ bench: Workbench, _ more: String...) -> [String] {
            ["retain", "--archive", bench.scratch.path + "/archive", "--keep", Self.keep] + more
        }

        @Test func aSeriesGoesOnAfterItsOldMonthsWereArchived() async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            let clean = try bench.store()
            _ = try await clean.ingest(from: Self.from).succeeded()
            _ = try await store.ingest(from: Self.from, "--to", "2024-03-10").succeeded()

            let dry = try await store.chandler.run(retainWords(bench, "--dry-run", "--json"))
                .succeeded().document()
            #expect(dry["dry_run"] == .bool(true))
            #expect(dry["tables"][0]["months"].elements.count == 2)
            #expect(try filesBelow(bench.scratch.path + "/archive").isEmpty)

            let run = try await store.chandler.run(retainWords(bench, "--json"))
                .succeeded().document()
            let months = run["tables"][0]["months"].elements
            #expect(months.map { $0["month"].text } == ["2024-01", "2024-02"])
            #expect(months.allSatisfy { $0["action"].text == "archived" })
            #expect(
                try store.database.count("market_data", where: "\"timestamp\" < '2024-03-01'") == 0
            )
            #expect(try store.database.count("market_data_daily") == 41)

            // Nothing is missing, nothing is fetched again, no month is made anew.
            let verified = try await store.chandler.run("verify").succeeded()
            #expect(verified.output.contains("2 months are archived (2024-01 to 2024-02)"))
            let gaps = try await store.chandler.run("gaps", "--open", "--json").succeeded()
            #expect(try gaps.document()["gaps"].elements.isEmpty)
            let again = try await store.ingest(from: Self.from, "--to", "2024-03-10").succeeded()
                .document()
            #expect(again["series"][0]["inserted"].int == 0)
            _ = try await store.ingest(from: Self.from).succeeded()
            #expect(
                try store.database.value("SELECT to_regclass('market_data_y2024m02')") == "null"
            )
            #expect(try await store.chandler.run("verify").exitCode == 0)
            let march = """
                SELECT md5(string_agg(indicators::text || close, '|' ORDER BY "timestamp"))
                FROM market_data WHERE "timestamp" >= '2024-03-01'
                """
            #expect(try store.database.value(march) == clean.database.value(march))

            let restored = try await store.chandler.run([
                "restore-archive", "--table", "market_data", "--from", "2023-01", "--to", "2024-12",
                "--archive", bench.scratch.path + "/archive", "--json",
            ]).succeeded().document()
            #expect(
                restored["months"].elements.map { $0["action"].text } == ["restored", "restored"]
            )
            #expect(try store.database.checksum() == clean.database.checksum())
            #expect(try store.database.ledger() == clean.database.ledger())
            let verifiedWhole = try await store.chandler.run("verify").succeeded()
            #expect(!verifiedWhole.output.contains("archived"))
            let resting = try await store.chandler.run(retainWords(bench)).succeeded()
            #expect(resting.output.contains("left restored"))
        }

        /// Minutes of the whole of 2023 and of ten days of 2024, without surprises.
        private func year() -> CandleLines {
            var rows: [Substring] = []
            let start = milliseconds("2023-01-01")
            let count = (milliseconds("2024-01-11") - start) / 60_000
            rows.reserveCapacity(count)
            var generator = SeededGenerator(seed: 2023)
            var close = 160_000
            for index in 0..<count {
                let open = close
                close = max(10_000, open + Int.random(in: -90...90, using: &generator))
                let high = max(open, close) + Int.random(in: 0...30, using: &generator)
                let low = min(open, close) - Int.random(in: 0...30, using: &generator)
                let volume = Int.random(in: 0...99_999, using: &generator)
                let prices = [open, high, low, close].map { "\($0 / 10).\($0 % 10)" }
                rows.append(
                    "\(start + index * 60_000),\(prices.joined(separator: ",")),\(volume).5,"
                        + "\(volume * 16_000).25,\(volume % 977),\(volume / 2).0,0.00"
                )
            }
            return CandleLines(
                header: "open_time_ms,open,high,low,close,volume,quote_volume,trade_count,"
                    + "taker_buy_volume,taker_buy_quote_volume",
                rows: rows
            )
        }

        /// Every row with its id, as the server prints it.
        private func digest(_ database: TestDatabase) throws -> String {
            try database.value(
                """
                SELECT count(*) || ' ' || md5(string_agg(md5(m::text), '' ORDER BY id))
                FROM market_data AS m
                """
            )
        }

        @Test func aYearOfMinutesIsArchivedDroppedAndComesBackEqual() async throws {
            let bench = try await Workbench(year(), now: "2024-01-11T00:00:30Z")
            let store = try bench.store()
            let loaded = try await store.ingest(from: "2023-01-01", "--indicators", "core")
                .succeeded().document()
            #expect(loaded["series"][0]["inserted"].int == 375 * 1_440)
            _ = try await store.chandler.run("verify").succeeded()
            let before = try digest(store.database)
            let state = try store.database.state()
            let archive = bench.scratch.path + "/archive"
            let january = Date(timeIntervalSince1970: 1_704_412_800)
            let days = Int(Date().timeIntervalSince(january) / 86_400)
            let run = try await store.chandler.run(
                "retain",
                "--archive",
                archive,
                "--keep",
                "market_data=\(days)d",
                "--json"
            ).succeeded().document()
            let months = run["tables"][0]["months"].elements
            #expect(months.count == 12)
            #expect(months.allSatisfy { $0["action"].text == "archived" })
            #expect(try store.database.count("market_data") == 10 * 1_440)
            #expect(
                try store.database.count(
                    "pg_class",
                    where: "relname LIKE 'market\\_data\\_y2023%'"
                ) == 0
            )
            #expect(
                try store.database.count("market_data_daily", where: "candle_count = 1440") == 365
            )
            let verified = try await store.chandler.run("verify", "--json").succeeded().document()
            #expect(verified["series"][0]["archived"].elements.count == 12)
            let status = try await store.chandler.run("status", "--json").succeeded().document()
            #expect(status["series"][0]["archived"].int == 365 * 1_440)
            #expect(status["series"][0]["candles"].int == 10 * 1_440)

            let restored = try await store.chandler.run([
                "restore-archive", "--table", "market_data", "--from", "2023-01", "--to", "2023-12",
                "--archive", archive, "--json",
            ]).succeeded().document()
            #expect(restored["months"].elements.count == 12)
            #expect(restored["months"].elements.allSatisfy { $0["action"].text == "restored" })
            #expect(try digest(store.database) == before)
            #expect(try store.database.state() == state)
            #expect(try store.database.looseTables().isEmpty)
            _ = try await store.chandler.run("verify").succeeded()
            let again = try await store.ingest(from: "2023-01-01").succeeded().document()
            #expect(again["series"][0]["unchanged"].int == 375 * 1_440)
            #expect(again["series"][0]["inserted"].int == 0)
            #expect(again["series"][0]["updated"].int == 0)
            #expect(again["series"][0]["archived"].int == 0)
            #expect(try digest(store.database) == before)
        }

        @Test func whatNeedsArchivedMonthsIsRefusedWithWords() async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            _ = try await store.ingest(from: Self.from, "--to", "2024-03-10").succeeded()
            _ = try await store.chandler.run(retainWords(bench)).succeeded()
            let before = try store.database.state()
            let rows = try store.database.rowVersions()
            let base = store.ingestWords("BTCUSDT", from: Self.from, [])
            let training = bench.scratch.path + "/set"
            for words in [
                base + ["--refetch"], base + ["--recompute"],
                base + ["--recompute", "--indicators", "full"], base + ["--training", training],
                store.ingestWords("ETHUSDT", from: "2024-02-20", []),
                store.ingestWords("BTCUSDT", from: "2024-01-05", []),
                [
                    "export", "--training", "--symbol", "BTCUSDT", "--from", Self.from, "--out",
                    training,
                ],
            ] {
                let run = try await store.chandler.run(words)
                #expect(run.exitCode == 64, "\(words) \(run)")
                #expect(
                    run.errors.contains("chandler restore-archive --table market_data --"),
                    "\(words) \(run)"
                )
            }
            let other = try await store.chandler.run(base + ["--indicators", "full"])
            #expect(other.exitCode == 78, "\(other)")
            #expect(other.errors.contains("restore-archive"), "\(other)")
            #expect(try store.database.state() == before)
            #expect(try store.database.rowVersions() == rows)
            #expect(!FileManager.default.fileExists(atPath: training))

            // What does not need them goes on, and says what it left alone.
            let run = try await store.chandler.run(base).succeeded()
            #expect(run.output.contains("of 2024-01 to 2024-02 are archived"), "\(run)")
            let document = try await store.ingest(from: Self.from).succeeded().document()
            #expect(
                document["series"][0]["archived_months"].elements.map(\.text)
                    == ["2024-01", "2024-02"]
            )
            let status = try await store.chandler.run("status").succeeded()
            #expect(status.output.contains("archived"), "\(status)")
            let march = [
                "export", "--training", "--symbol", "BTCUSDT", "--from", "2024-03-01", "--out",
                training,
            ]
            _ = try await store.chandler.run(march).succeeded()
        }

        @Test func gapsOfArchivedMonthsAreNotListed() async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            _ = try await store.ingest(from: Self.from, "--to", "2024-01-25").succeeded()
            _ = try await store.ingest(from: "2024-01-28", "--to", "2024-03-05").succeeded()
            _ = try await store.ingest(from: "2024-03-08").succeeded()
            let all = try await store.chandler.run("gaps", "--open", "--json").succeeded()
            #expect(try all.document()["gaps"].elements.count == 2)
            _ = try await store.chandler.run(retainWords(bench)).succeeded()
            let left = try await store.chandler.run("gaps", "--open", "--json").succeeded()
                .document()["gaps"].elements
            #expect(left.count == 1)
            #expect(left.first?["from"].text?.hasPrefix("2024-03-05") == true, "\(left)")
            let run = try await store.ingest(from: Self.from).succeeded().document()
            #expect(run["series"][0]["not_fetched"].int == 3 * 1_440)
            #expect(run["series"][0]["inserted"].int ?? 0 > 2 * 1_440)
            #expect(try await store.chandler.run("verify").exitCode == 0)
        }

        @Test func onlyTheOwnerArchives() async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            let password = "it_retain_password"
            for login in ["it_retain_app", "it_retain_owner"] {
                _ = try? store.database.execute(
                    "CREATE ROLE \(login) LOGIN PASSWORD '\(password)'"
                )
            }
            _ = try await store.chandler.run(
                "db",
                "roles",
                "apply",
                "--login",
                "it_retain_app=app",
                "--login",
                "it_retain_owner=owner"
            ).succeeded()
            _ = try await store.ingest(from: Self.from, "--to", "2024-03-10").succeeded()
            let before = try store.database.state()
            let runs = try store.database.count("ingest_runs")
            let place = "127.0.0.1:\(store.database.cluster.port)/\(store.database.name)"
            func chandler(_ login: String) -> Chandler {
                Chandler(environment: [
                    "POSTGRES_URL": "postgresql://\(login):\(password)@\(place)"
                ])
            }
            for words in [retainWords(bench), retainWords(bench, "--dry-run")] {
                let refused = try await chandler("it_retain_app").run(words)
                #expect(refused.exitCode == 77, "\(refused)")
                #expect(refused.errors.contains("chandler_owner"), "\(refused)")
            }
            #expect(try store.database.state() == before)
            #expect(try store.database.count("ingest_runs") == runs)
            #expect(try filesBelow(bench.scratch.path + "/archive").isEmpty)

            let restore = [
                "restore-archive", "--table", "market_data", "--from", "2024-01", "--to", "2024-02",
                "--archive", bench.scratch.path + "/archive",
            ]
            for program in [chandler("it_retain_owner"), store.chandler] {
                let run = try await program.run(retainWords(bench, "--restored-for", "0"))
                    .succeeded()
                #expect(run.output.contains("2024-02  "), "\(run)")
                #expect(
                    try store.database.value("SELECT to_regclass('market_data_y2024m02')") == "null"
                )
                let refused = try await chandler("it_retain_app").run(restore)
                #expect(refused.exitCode == 77, "\(refused)")
                _ = try await program.run(restore).succeeded()
                #expect(try store.database.state() == before)
                #expect(
                    try store.database.value(
                        "SELECT relowner::regrole FROM pg_class "
                            + "WHERE relname = 'market_data_y2024m02'"
                    ) == "chandler_owner"
                )
            }
            let roles = try await store.chandler.run("db", "roles", "apply").succeeded()
            #expect(roles.output == "roles as expected, nothing changed\n", "\(roles)")
        }

        @Test func aDamagedArchiveEndsWithCode65() async throws {
            let bench = try await Workbench(now: "2024-02-20T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest(from: "2024-01-30").succeeded()
            _ = try await store.chandler.run(retainWords(bench)).succeeded()
            let file =
                bench.scratch.path
                + "/archive/table=market_data/year=2024/month=01/part-0.parquet"
            var bytes = try #require(FileManager.default.contents(atPath: file))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(fileURLWithPath: file))
            let words = [
                "restore-archive", "--table", "market_data", "--month", "2024-01", "--archive",
                bench.scratch.path + "/archive",
            ]
            let run = try await store.chandler.run(words)
            #expect(run.exitCode == 65, "\(run)")
            #expect(run.errors.contains("SHA-256"), "\(run)")
        }

        @Test func wrongWordsAreUsageFaults() async throws {
            let bench = try await Workbench(now: Self.now)
            let store = try bench.store()
            for words in [
                ["retain", "--keep", "market_data"], ["retain", "--keep", "market_data=2"],
                ["retain", "--only", "nonsense"], ["retain", "--keep", "cubi.token_data=1y"],
                ["restore-archive", "--table", "market_data"],
                ["restore-archive", "--table", "market_data", "--month", "2024-13"],
                ["restore-archive", "--table", "nonsense", "--month", "2024-01"],
            ] {
                let run = try await store.chandler.run(words)
                #expect(run.exitCode == 64, "\(words) \(run)")
            }
        }
    }
}
