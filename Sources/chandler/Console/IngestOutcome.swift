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
        let seconds: StageSeconds
        /// The open time of the last candle that was stored before; `nil` where there was none.
        var earlier: Timestamp?
        /// What was asked of the venue for it.
        var requests = RequestCounters()

        /// The exit code and the words of what went wrong.
        var failure: RunFailure? {
            error.map(Failure.run)
        }

        /// Whether it was left because the run was to end.
        var isStopped: Bool { error.map(Failure.isInterruption) ?? false }

        /// What it moved; requests are told of all series together.
        var totals: RunTotals {
            RunTotals(
                rows: (report?.inserted ?? 0) + (report?.updated ?? 0),
                bytes: dataset?.bytes ?? 0
            )
        }
    }

    let runID: Int64
    let requests: RequestCounters
    let archive: ArchiveTally?
    let series: [Series]
    private(set) var seconds = StageSeconds()
    /// The newest candles of the only series, for a chart.
    var candles: [Candle] = []

    init(
        runID: Int64,
        sources: [any CandleSource],
        outcomes: [SeriesOutcome],
        earlier: [SeriesID: Timestamp] = [:],
        requests asked: [SeriesID: RequestCounters] = [:],
        maxRejects: Int,
        wall: Double
    ) {
        self.runID = runID
        requests = sources.reduce(into: RequestCounters()) { $0 += $1.counters }
        let tallies = sources.compactMap(\.archived)
        archive = tallies.isEmpty ? nil : tallies.dropFirst().reduce(tallies[0], +)
        series = outcomes.map { outcome in
            var entry = Series(outcome, maxRejects: maxRejects)
            entry.earlier = earlier[outcome.series]
            entry.requests = asked[outcome.series] ?? RequestCounters()
            return entry
        }
        for outcome in outcomes { seconds.add(outcome.seconds) }
        seconds.wall = wall
    }

    /// The exit code of the run and the words of what went wrong.
    var failure: RunFailure? {
        let failures = series.filter { $0.error != nil }
        guard let first = failures.first, let worst = first.failure else { return nil }
        if series.count == 1 { return worst }
        if let stopped = failures.first(where: \.isStopped) { return stopped.failure }
        return (
            worst.exit, "\(tally(failures.count)); the first, \(first.series): \(worst.message)"
        )
    }

    /// What the run moved: rows, files of datasets, and what was asked of the venues.
    var totals: RunTotals {
        series.reduce(into: RunTotals(requests)) { $0 += $1.totals }
    }

    /// The series as stages of the run.
    var stages: [FinishedStage] { series.flatMap(\.stages) }

    /// What went wrong, for a person who has read the summary: that has the words of each series.
    var failureNote: String? {
        let failures = series.count { $0.error != nil }
        guard let failure else { return nil }
        let isShort = series.count == 1 || series.contains(where: \.isStopped)
        return isShort ? failure.message : tally(failures)
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
            requests: RunDocument.Requests(requests),
            archive: archive.map { RunDocument.Archive($0) }
        )
    }

    /// The run as a person reads it; empty when it failed before there was anything to tell.
    var summary: [String] {
        if series.count != 1 {
            return ManySummary(
                series: series,
                seconds: seconds,
                requests: requests,
                archive: archive
            ).lines
        }
        guard let only = series.first, let report = only.report else { return [] }
        return RunSummary(
            series: report,
            dataset: only.dataset,
            seconds: seconds,
            requests: requests,
            archive: archive,
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
        self.init(
            series: outcome.series,
            report: report,
            dataset: dataset,
            error: error,
            seconds: outcome.seconds
        )
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
