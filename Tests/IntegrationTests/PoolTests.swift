import FixtureExchange
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Candles of pools, from the command line to the table.
    @Suite struct PoolTests {
        private func words(_ bench: Workbench, _ more: String...) -> [String] {
            [
                "ingest", "--venue", "geckoterminal", "--base-url", bench.exchange.baseURL,
                "--limit", "1000/1s", "--json",
            ] + more
        }

        private static let options = ["--silent-percent", "40", "--pool-symbol", "BTCUSDT"]

        /// All of a series' rows, indicators included, as one text.
        private func rows(_ store: TestStore) throws -> String {
            try store.database.value(
                """
                SELECT count(*) || ' ' || md5(string_agg(ROW(mint, pool, "interval", "timestamp",
                    open, high, low, close, volume, indicators)::text, '|'
                    ORDER BY pool, "interval", "timestamp"))
                FROM cubi.token_candles
                """
            )
        }

        @Test func candlesBelowEightDecimalsKeepTheirValues() async throws {
            let bench = try await Workbench(options: Self.options)
            let store = try bench.store()
            let run = try await store.chandler.run(
                words(
                    bench,
                    "--from",
                    "2024-03-30",
                    "--pool",
                    FixtureTokens.memecoinPool,
                    "--pool",
                    FixtureTokens.granitePool
                )
            ).succeeded()
            let series = try run.document()["series"].elements
            #expect(
                series.map { $0["mint"].text } == [FixtureTokens.memecoin, FixtureTokens.granite]
            )
            #expect(series[0]["inserted"].int == series[1]["inserted"].int)
            #expect((series[0]["silent"].int ?? 0) > 1_000)
            let far = try store.database.value(
                """
                SELECT count(*) FROM cubi.token_candles AS small
                JOIN cubi.token_candles AS large USING ("interval", "timestamp")
                WHERE small.mint = '\(FixtureTokens.memecoin)'
                    AND large.mint = '\(FixtureTokens.granite)'
                    AND abs(small.close * 1e9 / large.close - 1) > 1e-12
                """
            )
            #expect(far == "0")
            let status = try await store.chandler.run("status").succeeded()
            #expect(status.output.contains("geckoterminal solana"), "\(status)")
            let none = try await store.chandler.run("status", "--venue", "binance", "--json")
                .succeeded()
            #expect(try none.document()["pools"].elements.isEmpty)
            let sums = try store.database.value(
                """
                SELECT count(*) FROM cubi.token_candles
                WHERE indicators ? 'ema_12' AND high >= low AND volume >= 0
                """
            )
            #expect((Int(sums) ?? 0) > 1_000)
        }

        @Test func manyRunsLeaveWhatOneLeaves() async throws {
            let bench = try await Workbench(options: Self.options)
            let one = try bench.store()
            let pool = ["--pool", FixtureTokens.memecoinPool, "--interval", "5m"]
            _ = try await one.chandler.run(words(bench, "--from", "2024-03-20") + pool).succeeded()
            let many = try bench.store()
            for span in [
                ["--from", "2024-03-28", "--to", "2024-03-30"], ["--from", "2024-03-29"],
                ["--from", "2024-03-20", "--to", "2024-03-22"], ["--from", "2024-03-20"],
            ] {
                _ = try await many.chandler.run(words(bench) + span + pool).succeeded()
            }
            #expect(try rows(many) == rows(one))
            let again = try await many.chandler.run(
                words(bench, "--from", "2024-03-20") + pool
            ).succeeded().document()
            #expect(again["series"][0]["inserted"].int == 0)
            #expect(again["series"][0]["updated"].int == 0)
            #expect(again["series"][0]["recomputed"].int == 0)
            #expect(try rows(many) == rows(one))
        }

        @Test func whatTheAggregatorNoLongerServesIsSaid() async throws {
            let bench = try await Workbench(options: Self.options)
            let store = try bench.store()
            let run = try await store.chandler.run(
                words(bench, "--from", "2023-01-01", "--interval", "1h", "--pool")
                    + [FixtureTokens.granitePool]
            ).succeeded()
            #expect(
                try run.document()["series"][0]["served_from"].text?.hasPrefix("2023-10-05") == true
            )
            let nearer = try await Workbench(options: Self.options + ["--reach-days", "10"])
            let other = try nearer.store()
            let refused = try await other.chandler.run(
                words(nearer, "--from", "2024-03-01", "--pool", FixtureTokens.granitePool)
            )
            #expect(refused.exitCode == 64, "\(refused)")
            #expect(refused.errors.contains("beyond its reach"), "\(refused)")
        }

        @Test func averagesOfACoinAreStoredUnderItsKey() async throws {
            let bench = try await Workbench(options: Self.options)
            let store = try bench.store()
            let run = try await store.chandler.run([
                "ingest", "--venue", "coingecko", "--pool", FixtureTokens.memecoinCoin,
                "--interval",
                "4h", "--from", "2024-03-20", "--base-url", bench.exchange.baseURL, "--json",
            ]).succeeded()
            #expect((try run.document()["series"][0]["inserted"].int ?? 0) > 50, "\(run)")
            let odd = try store.database.count(
                "cubi.token_candles",
                where: """
                    volume IS NOT NULL OR extract(epoch FROM "timestamp")::bigint % 14400 <> 0 \
                    OR indicators ? 'obv'
                    """
            )
            #expect(odd == 0)
        }

        /// The token's address stands in the URL and in the answer; neither is a secret.
        @Test func aRecordingOfAPoolIsReplayedWhole() async throws {
            let bench = try await Workbench(options: Self.options)
            let folder = "\(bench.scratch.path)/recording"
            let list = "\(bench.scratch.path)/pools.txt"
            try "\(FixtureTokens.memecoinPool) # the deepest\n".write(
                toFile: list,
                atomically: true,
                encoding: .utf8
            )
            let span = ["--from", "2024-03-30", "--to", "2024-04-01", "--pool", "@\(list)"]
            let recorded = try bench.store()
            _ = try await recorded.chandler.run(
                words(bench, "--token", FixtureTokens.memecoin, "--record", folder) + span
            ).succeeded()
            let replayed = try bench.store()
            _ = try await replayed.chandler.run(
                words(bench, "--token", FixtureTokens.memecoin, "--replay", folder) + span
            ).succeeded()
            #expect(try rows(replayed) == rows(recorded))
            #expect(try replayed.database.count("cubi.token_candles") > 1_000)
            let other = try bench.store()
            let refused = try await other.chandler.run(
                words(bench, "--token", FixtureTokens.wrappedSOL, "--replay", folder) + span
            )
            #expect(refused.exitCode == 65, "\(refused)")
            #expect(try other.database.count("cubi.token_candles") == 0)
        }

        @Test func onePoolThatFailsDoesNotStopTheOthers() async throws {
            let bench = try await Workbench(options: Self.options)
            let store = try bench.store()
            let run = try await store.chandler.run(
                words(
                    bench,
                    "--from",
                    "2024-04-01",
                    "--pool",
                    FixtureTokens.unknownPool,
                    "--pool",
                    FixtureTokens.granitePool
                )
            )
            #expect(run.exitCode == 64, "\(run)")
            let series = try JSONDocument(parsing: run.output)["series"].elements
            #expect(series[0]["error"].text?.contains("no such pool") == true, "\(run)")
            #expect((series[1]["inserted"].int ?? 0) > 100, "\(run)")
        }

        @Test func whatIsOfExchangesOnlyIsRefused() async throws {
            let cases: [([String], String)] = [
                (["--symbol", "BTCUSDT"], "--symbol"), (["--training", "x"], "--training"),
                (["--venue", "kraken"], "geckoterminal"),
                (["--venue", "coingecko", "--token", "x"], "averages"),
                (["--interval", "3m"], "1m 5m 15m"),
            ]
            for (words, says) in cases {
                let run = try await Chandler(environment: [:]).run(
                    [
                        "ingest", "--venue", "geckoterminal", "--pool", "x", "--from", "1d",
                        "--base-url", "http://127.0.0.1:1",
                    ] + words
                )
                #expect(run.exitCode == 64, "\(run)")
                #expect(run.errors.contains(says), "\(run)")
            }
        }
    }
}
