import ChandlerCore
import CoreMetrics
import Testing

@testable import ChandlerTelemetry

@Suite struct RunMetricsTests {
    private func parsed(_ run: FinishedRun, earlier: Double? = nil) throws -> Exposition {
        let families = RunMetrics.families(of: run, earlierSuccess: earlier)
        _ = try Exposition(PrometheusText(families).text, .prometheus)
        return try Exposition(OpenMetricsText(families).text, .openMetrics)
    }

    @Test func aRunIsTold() throws {
        let run = sampleRun(
            shard: "3/16",
            series: [sampleSeries(), sampleSeries("ETHUSDT", watermark: nil)],
            stages: [
                FinishedStage(
                    name: "series",
                    subject: "binance BTCUSDT 1m",
                    status: .succeeded,
                    seconds: 2,
                    totals: RunTotals(rows: 10, bytes: 5, requests: 2, retries: 1)
                ),
                FinishedStage(name: "series", status: .failed, seconds: 1.5),
                FinishedStage(name: "dataset", status: .skipped, seconds: 0),
            ]
        )
        let metrics = try parsed(run)
        let base = ["pipeline": "crypto-core", "shard": "3/16"]
        func value(_ name: String, _ more: [String: String] = [:]) -> Double? {
            metrics["chandler_run_\(name)", base.merging(more) { $1 }]
        }
        #expect(value("info", ["command": "run", "version": "1.2.3"]) == 1)
        #expect(value("success") == 1)
        #expect(value("status", ["status": "succeeded"]) == 1)
        #expect(value("status", ["status": "failed"]) == 0)
        #expect(value("exit_code") == 0)
        #expect(value("id") == 42)
        #expect(value("duration_seconds") == 12.5)
        #expect(value("start_timestamp_seconds") == 1_700_000_000)
        #expect(value("finish_timestamp_seconds") == 1_700_000_012.5)
        #expect(value("last_success_timestamp_seconds") == 1_700_000_012.5)
        #expect(value("rows") == 1_440)
        #expect(value("transferred_bytes") == 8_589_934_592)
        #expect(value("requests") == 7)
        #expect(value("retries") == 1)
        #expect(value("stages", ["stage": "series", "status": "failed"]) == 1)
        #expect(value("stages", ["stage": "series", "status": "succeeded"]) == 1)
        #expect(value("stages", ["stage": "dataset", "status": "skipped"]) == 1)
        #expect(value("stage_duration_seconds", ["stage": "series"]) == 3.5)
        #expect(value("stage_rows", ["stage": "series"]) == 10)
        let bitcoin = ["venue": "binance", "symbol": "BTCUSDT", "interval": "1m"]
        #expect(value("series_watermark_timestamp_seconds", bitcoin) == 1_699_999_920)
        #expect(value("series_lag_seconds", bitcoin) == 32.5, "from the end of the candle")
        #expect(value("series_gaps_open", bitcoin) == 2)
        #expect(value("series_missing_candles", bitcoin) == 5)
        #expect(value("series_rows", bitcoin) == 10)
        #expect(value("series_rejected_rows", bitcoin) == 1)
        let ether = bitcoin.merging(["symbol": "ETHUSDT"]) { $1 }
        #expect(value("series_lag_seconds", ether) == nil)
        #expect(value("series_rows", ether) == 10)
        #expect(value("series") == 2)
        #expect(value("largest_lag_seconds") == 32.5)
        #expect(value("gaps_open") == 4)
        for name in metrics.types.keys {
            #expect(metrics.types[name] == "gauge")
            #expect(metrics.helps[name]?.isEmpty == false, "\(name) is not described")
        }
    }

    @Test func everythingDescribedIsWrittenSomewhere() throws {
        let registry = MetricsRegistry()
        RunMetrics.describe(in: registry)
        let stage = FinishedStage(name: "series", status: .failed, seconds: 1)
        let run = sampleRun(series: [sampleSeries()], stages: [stage])
        let metrics = try parsed(run)
        for name in metrics.types.keys { #expect(name.hasPrefix("chandler_run_")) }
        #expect(Set(metrics.helps.keys) == Set(metrics.types.keys))
    }

    @Test func timeOfTheLastSuccessOutlivesAFailedRun() throws {
        let name = RunMetrics.lastSuccess
        let labels = ["pipeline": "crypto-core"]
        for status in [RunStatus.failed, .interrupted] {
            let run = sampleRun(status, exit: 69)
            #expect(try parsed(run, earlier: 1_600_000_000.5)[name, labels] == 1_600_000_000.5)
            #expect(try parsed(run)[name, labels] == nil, "no success is known")
            #expect(try parsed(run)["chandler_run_success", labels] == 0)
            #expect(try parsed(run)["chandler_run_exit_code", labels] == 69)
        }
        #expect(try parsed(sampleRun(), earlier: 1)[name, labels] == 1_700_000_012.5)
    }

    @Test func numberOfSeriesIsBounded() throws {
        let most = RunMetrics.mostSeries
        let series = (0..<(most + 5)).reversed().map { sampleSeries("S\($0 + 10_000)") }
        let metrics = try parsed(sampleRun(series: series))
        let labels = ["pipeline": "crypto-core"]
        #expect(metrics["chandler_run_series", labels] == Double(most + 5))
        #expect(metrics["chandler_run_series_unlisted", labels] == 5)
        let rows = metrics.all("chandler_run_series_rows")
        #expect(rows.count == most)
        #expect(rows.keys.compactMap { $0["symbol"] }.max() == "S\(10_000 + most - 1)")
        #expect(metrics["chandler_run_gaps_open", labels] == Double(2 * (most + 5)))
    }

    @Test func metricsOfTheProcessGetTheLabelsOfTheRun() throws {
        let process = MetricsRegistry()
        Counter(label: "asked", dimensions: [("shard", "own")], factory: process).increment()
        Meter(label: "chandler_run_rows", factory: process).set(-1)
        let families = RunMetrics.families(
            of: sampleRun(shard: "1/2"),
            earlierSuccess: nil,
            process: process
        )
        #expect(families.map(\.name) == families.map(\.name).sorted())
        let metrics = try Exposition(PrometheusText(families).text, .prometheus)
        #expect(metrics["asked_total", ["pipeline": "crypto-core", "shard": "own"]] == 1)
        #expect(metrics.all("chandler_run_rows").values.sorted() == [1_440])
    }

    @Test func commandOfAPersonHasNoPipeline() throws {
        let metrics = try parsed(sampleRun(pipeline: nil, runID: nil))
        #expect(metrics["chandler_run_success"] == 1)
        #expect(metrics.types["chandler_run_id"] == nil)
    }

    @Test func gapsOfARunThatGotToNoSeriesAreNotKnown() throws {
        let none = try parsed(sampleRun(.failed, exit: 69, runID: nil))
        for name in ["gaps_open", "missing_candles"] {
            #expect(none.all("chandler_run_\(name)").isEmpty, "\(name)")
        }
        #expect(none.all("chandler_run_series").values.sorted() == [0])
        let one = try parsed(sampleRun(series: [sampleSeries()]))
        #expect(one.all("chandler_run_gaps_open").values.sorted() == [2])
    }

    @Test func lagIsNeverNegative() throws {
        let series = [sampleSeries(watermark: 1_700_000_100)]
        let lags = try parsed(sampleRun(series: series)).all("chandler_run_series_lag_seconds")
        #expect(lags.values.sorted() == [0])
    }
}
