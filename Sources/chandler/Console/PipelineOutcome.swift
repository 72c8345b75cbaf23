import ChandlerCore
import ChandlerPipeline
import ChandlerStore

/// How a run of a pipeline ended: what each stage did, and what went wrong.
struct PipelineOutcome: Sendable {
    /// The series; `nil` where none was begun.
    var ingest: IngestOutcome?
    /// The pools; `nil` where none was begun.
    var pools: PoolOutcome?
    /// All other stages in their order, entries that came to nothing among them.
    var results: [StageResult] = []
    /// Where series stand that failed before they were looked at.
    var watermarks: [SeriesID: Timestamp] = [:]
    /// From the beginning to the end.
    var seconds = 0.0

    /// Takes in entries that came to nothing.
    mutating func addFailures(_ stage: String, _ failures: [(subject: String, error: any Error)]) {
        for (subject, error) in failures {
            var result = StageResult(name: stage, subject: subject)
            result.fail(error)
            results.append(result)
        }
    }

    /// Everything that failed, in the order of the stages: whom it is of, and why.
    var failures: [(title: String, failure: RunFailure)] {
        let series = (ingest?.series ?? []).compactMap { entry in
            entry.failure.map { (title: "\(entry.series)", failure: $0) }
        }
        let ofPools = (pools?.entries ?? []).compactMap { entry in
            pools?.failure(of: entry).map { (title: entry.subject, failure: $0) }
        }
        let others = results.compactMap { result in
            result.failure.map { (title: result.title, failure: $0) }
        }
        return series + ofPools + others
    }

    /// The series that failed.
    var failedSeries: Set<SeriesID> {
        Set((ingest?.series ?? []).filter { $0.error != nil }.map(\.series))
    }

    /// Whether something was left because the run was to end.
    var isStopped: Bool {
        stages.contains { $0.status == .interrupted } || results.contains(where: \.isLeft)
    }

    /// The exit code of the run and the words of what went wrong: a stop's, else the first fault's.
    var failure: RunFailure? {
        if isStopped, let stop = Interruption.shared.stop { return (stop.exit, stop.words) }
        let failures = failures
        guard let first = failures.first else { return nil }
        if failures.count == 1 {
            return (first.failure.exit, "\(first.title): \(first.failure.message)")
        }
        let count = max(stages.count, failures.count)
        return (
            first.failure.exit,
            "\(failures.count) of \(count) stages failed; the first, \(first.title): "
                + first.failure.message
        )
    }

    /// What the run moved.
    var totals: RunTotals {
        var sum = results.reduce(into: RunTotals()) { $0 += $1.totals }
        if let ingest { sum += ingest.totals }
        if let pools { sum += pools.totals }
        return sum
    }

    /// The stages as the ledger and metrics take them; of each series and pool one.
    var stages: [FinishedStage] {
        (ingest?.stages ?? []) + (pools?.stages ?? []) + results.map(\.finished)
    }

    /// Where the series stand.
    var series: [FinishedSeries] {
        (ingest?.series ?? []).map { entry in
            let report = entry.report
            return FinishedSeries(
                venue: entry.series.venue,
                symbol: entry.series.symbol.text,
                interval: entry.series.interval,
                watermark: report?.watermark ?? entry.earlier ?? watermarks[entry.series],
                rows: entry.totals.rows,
                gapsOpen: report?.gapsOpen ?? 0,
                missing: report?.missing ?? 0,
                rejected: report?.rejected ?? 0
            )
        }
            + (pools?.entries ?? []).map { entry in
                FinishedSeries(
                    venue: entry.venue,
                    symbol: entry.address,
                    interval: entry.interval,
                    watermark: entry.report?.watermark,
                    rows: entry.totals.rows,
                    gapsOpen: 0,
                    missing: 0,
                    rejected: entry.report?.rejected ?? 0
                )
            }
    }
}
