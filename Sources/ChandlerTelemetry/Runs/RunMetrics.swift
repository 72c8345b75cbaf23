public import ChandlerCore
public import CoreMetrics

/// Writes how a run ended into metrics.
///
/// A run is a batch job: its process is gone when its metrics are read. So every metric is a gauge
/// of the last run, counts too, which a counter that begins anew with each process would only
/// pretend to add up; what happens over time is asked of the ledger.
///
/// **Labels:** `pipeline` and `shard` on all; `stage` and `status`; `venue`, `symbol` and `interval`.
/// The first two are fixed for a file, stages and statuses are words of the program, and series are
/// those that the pipeline names. Of more than ``mostSeries`` only the first, by name, have metrics
/// of their own. Numbers of runs, errors and times are values and never labels.
///
/// **Source:** Prometheus documentation, "Instrumentation: batch jobs" and "When to use the
/// Pushgateway".
public enum RunMetrics {
    /// Series that have metrics of their own.
    public static let mostSeries = 2_000

    /// The metric that tells when a run last succeeded.
    public static let lastSuccess = "chandler_run_last_success_timestamp_seconds"

    /// The labels that every metric of a run has.
    public static func labels(of run: FinishedRun) -> [(String, String)] {
        [("pipeline", run.pipeline), ("shard", run.shard)].compactMap { name, value in
            value.map { (name, $0) }
        }
    }

    /// The metrics of a run, and those that the process recorded, which get the run's labels.
    ///
    /// - Parameters:
    ///   - run: How it ended.
    ///   - earlierSuccess: When an earlier run last succeeded, in seconds since 1970.
    ///   - process: What code of the process recorded; a metric of a run's name is left out.
    /// - Returns: Families by name.
    public static func families(
        of run: FinishedRun,
        earlierSuccess: Double?,
        process: MetricsRegistry? = nil
    ) -> [MetricFamily] {
        let registry = MetricsRegistry()
        describe(in: registry)
        record(run, through: registry, earlierSuccess: earlierSuccess)
        let own = registry.families
        let names = Set(own.map(\.name))
        let others = process?.families.filter { !names.contains($0.name) } ?? []
        // The files of several pipelines are read together: no two may hold the same series.
        let labels = labels(of: run).map { MetricLabel($0.0, $0.1) }
        return (own + others.map { $0.adding(labels) }).sorted { $0.name < $1.name }
    }

    /// Records a run.
    ///
    /// - Parameters:
    ///   - run: How it ended.
    ///   - factory: Where to; best a registry of its own, because the series of another run stay.
    ///   - earlierSuccess: When an earlier run last succeeded, in seconds since 1970; `nil` where
    ///     that is not known. It counts where this one did not succeed.
    public static func record(
        _ run: FinishedRun,
        through factory: any MetricsFactory,
        earlierSuccess: Double? = nil
    ) {
        let gauges = RunGauges(factory: factory, labels: labels(of: run))
        recordEnd(of: run, gauges)
        let success = run.status == .succeeded ? run.finishSeconds : earlierSuccess
        if let success { gauges.set(lastSuccess, success) }
        record(run.totals, "chandler_run", gauges)
        record(run.stages, gauges)
        record(run.series, at: run.finishSeconds, gauges)
    }

    private static func recordEnd(of run: FinishedRun, _ gauges: RunGauges) {
        gauges.set("chandler_run_info", 1, [("command", run.command), ("version", run.version)])
        gauges.set("chandler_run_success", run.status == .succeeded ? 1 : 0)
        for status in RunStatus.allCases where status != .running {
            let value: Double = run.status == status ? 1 : 0
            gauges.set("chandler_run_status", value, [("status", status.rawValue)])
        }
        gauges.set("chandler_run_exit_code", Double(run.exitCode))
        gauges.set("chandler_run_duration_seconds", run.seconds)
        gauges.set("chandler_run_start_timestamp_seconds", run.startedAt.seconds)
        gauges.set("chandler_run_finish_timestamp_seconds", run.finishSeconds)
        if let runID = run.runID { gauges.set("chandler_run_id", Double(runID)) }
    }

    private static func record(
        _ totals: RunTotals,
        _ prefix: String,
        _ gauges: RunGauges,
        _ labels: [(String, String)] = []
    ) {
        gauges.set("\(prefix)_rows", Double(totals.rows), labels)
        gauges.set("\(prefix)_transferred_bytes", Double(totals.bytes), labels)
        gauges.set("\(prefix)_requests", Double(totals.requests), labels)
        gauges.set("\(prefix)_retries", Double(totals.retries), labels)
    }

    /// Stages by name: how many ended in which way, and what they took and moved together.
    private static func record(_ stages: [FinishedStage], _ gauges: RunGauges) {
        for (name, stages) in Dictionary(grouping: stages, by: \.name) {
            let labels = [("stage", name)]
            for status in RunStatus.allCases where status != .running {
                gauges.set(
                    "chandler_run_stages",
                    Double(stages.count { $0.status == status }),
                    labels + [("status", status.rawValue)]
                )
            }
            let seconds = stages.reduce(0) { $0 + $1.seconds }
            gauges.set("chandler_run_stage_duration_seconds", seconds, labels)
            var totals = RunTotals()
            for stage in stages { totals += stage.totals }
            record(totals, "chandler_run_stage", gauges, labels)
        }
    }

    private static func record(
        _ series: [FinishedSeries],
        at finish: Double,
        _ gauges: RunGauges
    ) {
        gauges.set("chandler_run_series", Double(series.count))
        gauges.set("chandler_run_series_unlisted", Double(max(0, series.count - mostSeries)))
        let lags = series.compactMap { $0.lagSeconds(at: finish) }
        if let largest = lags.max() { gauges.set("chandler_run_largest_lag_seconds", largest) }
        // A run that got to no series knows nothing of gaps, which is not none.
        if !series.isEmpty {
            gauges.set("chandler_run_gaps_open", Double(series.reduce(0) { $0 + $1.gapsOpen }))
            gauges.set("chandler_run_missing_candles", Double(series.reduce(0) { $0 + $1.missing }))
        }
        gauges.set("chandler_run_rejected_rows", Double(series.reduce(0) { $0 + $1.rejected }))
        let listed =
            series.count <= mostSeries
            ? series[...] : series.sorted { $0.name < $1.name }.prefix(mostSeries)
        for one in listed { record(one, at: finish, gauges) }
    }

    private static func record(_ one: FinishedSeries, at finish: Double, _ gauges: RunGauges) {
        let labels = [
            ("venue", one.venue), ("symbol", one.symbol), ("interval", one.interval.rawValue),
        ]
        if let watermark = one.watermark, let lag = one.lagSeconds(at: finish) {
            gauges.set(
                "chandler_run_series_watermark_timestamp_seconds",
                watermark.seconds,
                labels
            )
            gauges.set("chandler_run_series_lag_seconds", lag, labels)
        }
        gauges.set("chandler_run_series_gaps_open", Double(one.gapsOpen), labels)
        gauges.set("chandler_run_series_missing_candles", Double(one.missing), labels)
        gauges.set("chandler_run_series_rows", Double(one.rows), labels)
        gauges.set("chandler_run_series_rejected_rows", Double(one.rejected), labels)
    }
}

/// Gauges that share labels.
private struct RunGauges {
    let factory: any MetricsFactory
    let labels: [(String, String)]

    func set(_ name: String, _ value: Double, _ more: [(String, String)] = []) {
        Meter(label: name, dimensions: labels + more, factory: factory).set(value)
    }
}

extension FinishedSeries {
    fileprivate var name: String { "\(venue) \(symbol) \(interval.rawValue)" }

    /// From the end of the last stored candle to a moment; `nil` where nothing is stored.
    fileprivate func lagSeconds(at moment: Double) -> Double? {
        watermark.map { max(0, moment - interval.close(of: $0).seconds) }
    }
}

extension FinishedRun {
    /// When it ended, in seconds since 1970.
    var finishSeconds: Double { startedAt.seconds + seconds }
}

extension Timestamp {
    /// Seconds since 1970.
    var seconds: Double { Double(microseconds) / 1e6 }
}
