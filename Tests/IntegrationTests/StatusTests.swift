import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What `chandler status` says of series, pools and pipelines.
    @Suite struct StatusTests {
        /// Ten days and a bit of minutes, each with a candle.
        private func whole() -> CandleLines {
            let start = 1_704_067_200_000
            return CandleLines(
                header: "open_time_ms,open,high,low,close,volume,quote_volume,trade_count,"
                    + "taker_buy_volume,taker_buy_quote_volume",
                rows: (0..<15_000).map { index in
                    let openTime = start + index * 60_000
                    return
                        "\(openTime),100.5,101.0,100.0,100.25,\(index % 7 + 1).0,700.5,12,1.0,100.5"
                }
            )
        }

        private static let now = "2024-01-11T10:00:30Z"

        @Test func oneMissingCandleIsNeverRoundedAway() async throws {
            let bench = try await Workbench(whole(), now: Self.now)
            let full = try bench.store()
            _ = try await full.ingest().succeeded()
            let all = try await full.chandler.run("status", "--json").succeeded().document()
            #expect(all["series"][0]["completeness_percent"] == .number(100))
            #expect(all["series"][0]["missing"].int == 0)

            try bench.exchange.hide(from: "2024-01-05T00:00:00Z", through: "2024-01-05T00:00:00Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            let run = try await store.chandler.run("status", "--json").succeeded()
            let series = try run.document()["series"][0]
            #expect(series["missing"].int == 1, "\(run)")
            #expect(series["expected"].int == 15_000 && series["candles"].int == 14_999)
            #expect(series["completeness_percent"] == .number(99.99), "\(run)")
            #expect(
                (series["gaps_open"].int ?? 0) + (series["gaps_confirmed"].int ?? 0) == 1,
                "\(run)"
            )
            let words = try await store.chandler.run("status").succeeded()
            #expect(words.output.contains("99.99 %"), "\(words)")
        }

        @Test func theLagIsToldAndMonitorsMayJudgeIt() async throws {
            let bench = try await Workbench(whole(), now: Self.now)
            let store = try bench.store()
            let empty = try await store.chandler.run("status", "--max-lag", "2h", "--json")
            #expect(empty.exitCode == 65 && empty.errors.contains("no series"), "\(empty)")
            _ = try await store.ingest().succeeded()
            let late = try await store.chandler.run("status", "--max-lag", "2h", "--json")
            #expect(late.exitCode == 65, "\(late)")
            #expect(late.errors.contains("binance BTCUSDT 1m ("), "\(late)")
            #expect(late.errors.contains("older than --max-lag 2h"), "\(late)")
            let series = try late.document()["series"][0]
            let end = 1_704_067_200.0 + 15_000 * 60
            guard case .number(let lag) = series["lag_seconds"] else {
                Issue.record("no lag: \(late)")
                return
            }
            // The clock went on since, and the file may have been loaded in another year.
            #expect(lag > 0 && lag <= Date().timeIntervalSince1970 - end)
            #expect(series["lag_candles"].int == Int(lag / 60))
            let patient = try await store.chandler.run("status", "--max-lag", "100000d")
            #expect(patient.exitCode == 0, "\(patient)")
            for wrong in ["0", "2x", "-1h", "h", "1.5h"] {
                let run = try await store.chandler.run(["status", "--max-lag=\(wrong)"])
                #expect(run.exitCode == 64, "\(run)")
            }
        }

        @Test func theLastRunMayHaveFoundNothingNew() async throws {
            let bench = try await Workbench(whole(), now: Self.now)
            let store = try bench.store()
            let first = try await store.ingest().succeeded().document()["run_id"].int
            let second = try await store.ingest().succeeded().document()["run_id"].int
            #expect(
                try store.database.value("SELECT run_id FROM ingest_watermarks") == "\(first ?? 0)",
                "the second wrote nothing"
            )
            let status = try await store.chandler.run("status", "--json").succeeded().document()
            let last = status["series"][0]["last_run"]
            #expect(last["run_id"].int == second && last["status"].text == "succeeded")
            #expect(last["command"].text == "ingest")
            #expect(status["pipelines"].elements.isEmpty)
        }

        @Test func everyPipelineHasALine() async throws {
            let database = try TestCluster.shared().makeDatabase()
            let chandler = Chandler(database: database)
            _ = try await chandler.run("db", "migrate").succeeded()
            try database.execute(
                """
                INSERT INTO ingest_runs (command, arguments, version, status, exit_code, started_at,
                    finished_at, pipeline, shard)
                SELECT 'run', '{}', '1', CASE n WHEN 3 THEN 'failed' ELSE 'succeeded' END, 0,
                    now() - interval '2 hours', now() - interval '1 hour', 'core',
                    CASE n WHEN 1 THEN '1/2' ELSE '2/2' END
                FROM generate_series(1, 3) AS n
                """
            )
            let run = try await chandler.run("status", "--json").succeeded().document()
            let pipelines = run["pipelines"].elements
            #expect(pipelines.map { $0["shard"].text } == ["1/2", "2/2"])
            #expect(pipelines.map { $0["status"].text } == ["succeeded", "failed"])
            #expect(pipelines.map { $0["run_id"].int } == [1, 3])
            let words = try await chandler.run("status").succeeded()
            #expect(words.output.contains("1 h 00 min ago"), "\(words)")
        }
    }
}
