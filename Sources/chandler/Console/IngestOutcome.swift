import ChandlerCore
import ChandlerDatasets
import ChandlerPipeline
import ChandlerStore
import Foundation

/// How an ingest ended: what it did, and what went wrong.
struct IngestOutcome {
    let runID: Int64
    let source: any CandleSource
    var series: SeriesReport?
    var dataset: DatasetReport?
    var seconds = StageSeconds()
    var candles: [Candle] = []
    var error: (any Error)?

    init(runID: Int64, source: any CandleSource) {
        self.runID = runID
        self.source = source
    }

    /// Turns too many rejects into a failure, when nothing worse happened.
    mutating func judge(maxRejects: Int) {
        guard error == nil, let series, series.rejected > maxRejects else { return }
        let first = series.firstReject.map { "; the first: \($0.reason)" } ?? ""
        error = CommandFailure(
            exit: .badData,
            message: "\(Words.plural(series.rejected, "row")) of \(series.series) broke a rule and "
                + "\(series.rejected == 1 ? "was" : "were") not stored (--max-rejects allows \(maxRejects))\(first); all else was "
                + "stored; the rows and reasons are in the table ingest_rejects"
        )
    }

    /// The exit code and the words of what went wrong.
    var failure: (exit: Exit, message: String)? {
        error.map { (Failure.exit(of: $0) ?? .software, Failure.words($0)) }
    }

    /// The run's end as the ledger holds it.
    var ledgerEntry: RunOutcome {
        guard let failure else { return RunOutcome(status: .succeeded, exitCode: 0) }
        return RunOutcome(
            status: failure.exit == .interrupted ? .interrupted : .failed,
            exitCode: Int(failure.exit.rawValue),
            error: failure.message
        )
    }

    /// The run as a JSON document.
    var document: RunDocument {
        RunDocument(
            runId: runID,
            status: ledgerEntry.status.rawValue,
            exitCode: failure?.exit.rawValue ?? 0,
            error: failure?.message,
            series: series.map { [RunDocument.Series($0)] } ?? [],
            dataset: dataset.map { RunDocument.Dataset($0) },
            seconds: RunDocument.Seconds(seconds),
            requests: RunDocument.Requests(source.counters)
        )
    }

    /// The run as a person reads it; `nil` when it failed before there was anything to tell.
    var summary: RunSummary? {
        series.map { report in
            RunSummary(
                series: report,
                dataset: dataset,
                seconds: seconds,
                requests: source.counters,
                chart: CandlestickChart(
                    candles,
                    interval: report.series.interval,
                    width: 60,
                    height: 10,
                    hasColor: Console.hasColor
                )
            )
        }
    }
}
