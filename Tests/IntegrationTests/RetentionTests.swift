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
