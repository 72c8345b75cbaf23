import ChandlerCore
import ChandlerDatasets
import ChandlerPipeline
import ChandlerStore

/// How an ingest ended: what it did with each series, and what went wrong.
struct IngestOutcome {
    /// How one series ended.
    struct Series {
        let series: SeriesID
        let report: SeriesReport?
        let dataset: DatasetReport?
        let error: (any Error)?

        /// The exit code and the words of what went wrong.
        var failure: RunFailure? {
            error.map { (Failure.exit(of: $0) ?? .software, Failure.words($0)) }
        }
    }

    let runID: Int64
    let source: any CandleSource
    let series: [Series]
    private(set) var seconds = StageSeconds()
    /// The newest candles of the only series, for a chart.
    var candles: [Candle] = []

    init(
        runID: Int64,
        source: any CandleSource,
        outcomes: [SeriesOutcome],
        maxRejects: Int,
        wall: Double
    ) {
        self.runID = runID
        self.source = source
        series = outcomes.map { Series($0, maxRejects: maxRejects) }
        for outcome in outcomes { seconds.add(outcome.seconds) }
        seconds.wall = wall
    }

    /// The exit code of the run and the words of what went wrong.
    var failure: RunFailure? {
        let failures = series.filter { $0.error != nil }
        guard let first = failures.first, let worst = first.failure else { return nil }
        if series.count == 1 { return worst }
        if let stopped = failures.compactMap(\.failure).first(where: { $0.exit == .interrupted }) {
            return stopped
        }
        return (
            worst.exit, "\(tally(failures.count)); the first, \(first.series): \(worst.message)"
        )
    }

    /// What went wrong, for a person who has read the summary: that has the words of each series.
    var failureNote: String? {
        let failures = series.count { $0.error != nil }
        guard let failure else { return nil }
        return series.count == 1 || failure.exit == .interrupted ? failure.message : tally(failures)
    }

    private func tally(_ failures: Int) -> String {
        failures == series.count
            ? "all \(series.count) series failed"
            : "\(failures) of \(series.count) series failed, the others were stored"
    }

    /// The run as a JSON document.
    var document: RunDocument {
        RunDocument(
            runId: runID,
            status: RunOutcome(failure).status.rawValue,
            exitCode: failure?.exit.rawValue ?? 0,
            error: failure?.message,
            series: series.compactMap { entry in
                guard entry.report != nil || series.count > 1 else { return nil }
                return RunDocument.Series(entry, isOne: series.count == 1)
            },
            dataset: series.count == 1
                ? series.first?.dataset.map { RunDocument.Dataset($0) } : nil,
            seconds: RunDocument.Seconds(seconds),
            requests: RunDocument.Requests(source.counters),
            archive: source.archived.map { RunDocument.Archive($0) }
        )
    }

    /// The run as a person reads it; empty when it failed before there was anything to tell.
    var summary: [String] {
        if series.count != 1 {
            return ManySummary(
                series: series,
                seconds: seconds,
                requests: source.counters,
                archive: source.archived
            ).lines
        }
        guard let only = series.first, let report = only.report else { return [] }
        return RunSummary(
            series: report,
            dataset: only.dataset,
            seconds: seconds,
            requests: source.counters,
            archive: source.archived,
            chart: CandlestickChart(
                candles,
                interval: report.series.interval,
                width: 60,
                height: 10,
                hasColor: Console.hasColor
            )
        ).lines
    }
}

extension IngestOutcome.Series {
    /// Reads how a series ended; too many rejects are a failure, when nothing worse happened.
    fileprivate init(_ outcome: SeriesOutcome, maxRejects: Int) {
        var report: SeriesReport?
        var dataset: DatasetReport?
        var error: (any Error)?
        switch outcome.result {
        case .failure(let failure):
            error = failure
            report = outcome.partial
        case .success(let ingest):
            report = ingest.series
            switch ingest.dataset {
            case .success(let written): dataset = written
            case .failure(let failure): error = failure
            case nil: break
            }
            error = error ?? ingest.series.excess(over: maxRejects)
        }
        self.init(series: outcome.series, report: report, dataset: dataset, error: error)
    }
}

extension SeriesReport {
    /// The failure that more rejected rows than allowed are.
    fileprivate func excess(over allowed: Int) -> CommandFailure? {
        guard rejected > allowed else { return nil }
        let words = Words.rejected(rejected, of: "\(series)", firstReject, allowed: allowed)
        return CommandFailure(exit: .badData, message: words)
    }
}
