import TestSupport
import Testing

extension EndToEnd {
    /// Limits are kept by all series together, and a ban stops them all.
    @Suite struct PolitenessTests {
        private static let files = [TestPlaces.candles, TestPlaces.candles + "/small"]

        /// Three series, eight at a time, ask no more than one series may.
        @Test func allSeriesShareOneLimit() async throws {
            let bench = try await Workbench(candles: Self.files, now: "2024-01-12T00:00:30Z")
            let store = try bench.store()
            let run = try await store.chandler.run([
                "ingest", "--venue", "bybit", "--symbol", "BTCUSDT", "--symbol", "ETHUSDT",
                "--symbol", "SMALLUSDT", "--from", "2024-01-01", "--base-url",
                bench.exchange.baseURL, "--limit", "10/1s", "--concurrency", "8", "--json",
            ]).succeeded()
            let sent = try #require(try run.document()["requests"]["sent"].int)
            #expect(sent > 30)
            // The window slides, so that nothing shorter is possible on any machine.
            #expect(run.seconds > Double(sent) / 10 - 1.5, "\(run)")
        }

        @Test func aBanStopsEverySeriesOfTheHost() async throws {
            let bench = try await Workbench(candles: Self.files)
            try bench.exchange.add(faults: "418:600@after=12")
            let store = try bench.store()
            let run = try await store.chandler.run([
                "ingest", "--symbol", "BTCUSDT", "--symbol", "ETHUSDT", "--symbol", "SMALLUSDT",
                "--from", "2024-01-01", "--base-url", bench.exchange.baseURL, "--json",
            ])
            #expect(run.exitCode == 75, "\(run)")
            #expect(run.seconds < 60, "\(run)")
            let series = try JSONDocument(parsing: run.output)["series"].elements
            #expect(series.count { $0["error"] != .null } >= 2, "\(run)")
            let banned = try bench.exchange.requests()
            #expect("\(banned)".contains("418"), "\(banned)")
        }

        @Test func theMostTradedOfAQuoteArePicked() async throws {
            let bench = try await Workbench(candles: Self.files)
            let store = try bench.store()
            let run = try await store.chandler.run([
                "ingest", "--symbols", "top:2:usdt", "--symbol", "ethusdt", "--from", "2024-04-02",
                "--base-url", bench.exchange.baseURL, "--json",
            ])
            let picked = try JSONDocument(parsing: run.output)["series"].elements
                .compactMap { $0["symbol"].text }
            #expect(picked.first == "ETHUSDT" && picked.contains("BTCUSDT"), "\(run)")
            #expect(Set(picked).count == picked.count)
            let none = try await store.chandler.run([
                "ingest", "--symbols", "top:2:EUR", "--from", "2024-04-02", "--base-url",
                bench.exchange.baseURL,
            ])
            #expect(none.exitCode == 64 && none.errors.contains("EUR"), "\(none)")
        }

        @Test func limitsOfTheEnvironmentAreRead() async throws {
            let bench = try await Workbench(now: "2024-01-03T00:00:30Z")
            var store = try bench.store()
            store.chandler.environment["CHANDLER_BINANCE_LIMIT"] = "fast"
            let run = try await store.ingest()
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.errors.contains("100/10s"), "\(run)")
        }
    }
}
