import TestSupport
import Testing

extension EndToEnd {
    /// Running the same command again writes no row.
    @Suite struct IdempotenceTests {
        @Test(arguments: [[], ["--refetch"], ["--overlap", "5000"], ["--recompute"]])
        func theSameCommandAgainWritesNoRow(options: [String]) async throws {
            let bench = try await Workbench(now: "2024-02-20T00:00:30Z")
            let store = try bench.store()
            let words = store.ingestWords("BTCUSDT", from: "2024-01-20", options + ["--json"])
            let first = try await store.chandler.run(words).succeeded().document()
            let rows = try #require(first["series"][0]["inserted"].int)
            let versions = try store.database.rowVersions()
            let ledger = try store.database.ledger()
            for _ in 0..<2 {
                let run = try await store.chandler.run(words).succeeded().document()
                #expect(run["series"][0]["inserted"].int == 0)
                #expect(run["series"][0]["updated"].int == 0)
                #expect(run["series"][0]["recomputed"].int == 0)
                #expect(run["series"][0]["unchanged"].int == rows)
            }
            #expect(try store.database.rowVersions() == versions)
            #expect(try store.database.ledger() == ledger)
            #expect(try store.database.count("candle_revisions") == 0)
        }

        /// What rows broke a rule is known from the first time.
        @Test func rejectsAreEnteredOnce() async throws {
            let bench = try await Workbench(
                candles: [TestPlaces.candles + "/small"],
                now: "2024-01-05T00:00:30Z"
            )
            let store = try bench.store()
            let words = store.ingestWords("BROKENUSDT", from: "2024-01-01", ["--refetch"])
            _ = try await store.chandler.run(words)
            let rejects = try store.database.count("ingest_rejects")
            let versions = try store.database.rowVersions()
            _ = try await store.chandler.run(words)
            #expect(try store.database.count("ingest_rejects") == rejects)
            #expect(try store.database.rowVersions() == versions)
        }
    }
}
