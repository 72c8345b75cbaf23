import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What `make run` does.
    @Suite struct MainJobTests {
        @Test func theFirstRunLoadsAndTheSecondFindsNothingToDo() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            for (symbol, rows, missing) in [
                ("BTCUSDT", "131,375", "6 confirmed · 0 open · 1,896 candles missing"),
                ("ETHUSDT", "133,204", "3 confirmed · 0 open · 67 candles missing"),
            ] {
                let words =
                    store.ingestWords(symbol, from: "2024-01-01", [])
                    + ["--training", "\(bench.scratch.path)/\(symbol)"]
                let first = try await store.chandler.run(words).succeeded()
                #expect(
                    first.output.contains(
                        "\(rows) inserted · 0 updated · 0 unchanged · 0 rejected"
                    ),
                    "\(first)"
                )
                #expect(first.output.contains(missing), "\(first)")
                #expect(first.output.contains("train "), "\(first)")
                #expect(first.output.contains("candles/s"), "\(first)")
                let dataset = try filesBelow("\(bench.scratch.path)/\(symbol)")
                #expect(dataset.keys.contains("manifest.json"))
                #expect(dataset.keys.contains("README.md"))

                let second = try await store.chandler.run(words).succeeded()
                #expect(
                    second.output.contains(
                        "0 inserted · 0 updated · \(rows) unchanged · 0 rejected"
                    ),
                    "\(second)"
                )
                #expect(try filesBelow("\(bench.scratch.path)/\(symbol)") == dataset)
            }
            let status = try await store.chandler.run("status").succeeded()
            #expect(status.output.contains("131,375") && status.output.contains("133,204"))
            _ = try await store.chandler.run("verify").succeeded()
        }

        /// Candles of the last minute come by themselves later on; nothing else is fetched again.
        @Test func aLaterRunFetchesOnlyWhatIsNew() async throws {
            let bench = try await Workbench(now: "2024-02-10T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            try bench.exchange.forgetRequests()
            try bench.exchange.setNow("2024-02-10T01:00:30Z")
            let run = try await store.ingest().succeeded().document()
            #expect(run["series"][0]["inserted"].int == 60)
            #expect(run["series"][0]["updated"].int == 0)
            #expect(run["series"][0]["fetched"].int == 63)
            #expect(run["series"][0]["watermark"].text == "2024-02-10T00:59:00Z")
            let pages = try bench.exchange.requests()["paths"]["/api/v3/klines"].int ?? .max
            #expect(pages <= 2)
        }

        /// A candle that is still forming changes until it closes, so it is not stored.
        @Test func theFormingCandleIsNeverLoaded() async throws {
            let bench = try await Workbench(now: "2024-02-10T00:00:59.999Z")
            let store = try bench.store()
            let run = try await store.ingest(from: "2024-02-09").succeeded().document()
            #expect(run["series"][0]["watermark"].text == "2024-02-09T23:59:00Z")
            let newest = try store.database.value("SELECT max(\"timestamp\") FROM market_data")
            #expect(newest == "2024-02-09 23:59:00+00")
        }

        @Test func everyRunAndSegmentIsInTheLedger() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let run = try await store.ingest(from: "2024-03-30").succeeded().document()
            let id = try #require(run["run_id"].int)
            let database = store.database
            #expect(
                try database.value(
                    """
                    SELECT command || ' ' || status || ' ' || exit_code FROM ingest_runs
                    WHERE run_id = \(id) AND finished_at >= started_at
                    """
                ) == "ingest succeeded 0"
            )
            #expect(
                try database.value(
                    "SELECT sum(row_count) FROM ingest_segments WHERE run_id = \(id)"
                )
                    == String(try database.count("market_data"))
            )
            let host = try #require(URLComponents(string: bench.exchange.baseURL)?.host)
            #expect(
                try database.value(
                    """
                    SELECT bool_and(host LIKE '%\(host)%' AND path LIKE '%klines%'
                        AND digest ~ '^[0-9a-f]{64}$') FROM ingest_segments
                    """
                ) == "t"
            )
        }
    }
}
