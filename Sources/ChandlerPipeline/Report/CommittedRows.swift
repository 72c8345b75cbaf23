import ChandlerCore
import ChandlerStore
import Synchronization

/// What a run has committed of a series so far, for the report of one that fails.
final class CommittedRows: Sendable {
    private let content = Mutex<SeriesReport?>(nil)

    /// Begins with the span that was asked for.
    func begin(_ report: SeriesReport) {
        content.withLock { $0 = report }
    }

    /// Counts a transaction that was committed.
    func add(_ job: LoadJob) {
        content.withLock { content in
            guard var report = content else { return }
            report.fetched += job.segment?.rowCount ?? job.candles.count
            report.inserted += job.newRows
            report.updated += job.revisions.count
            report.rejected += job.rejects.count
            report.watermark = job.record?.watermark ?? report.watermark
            content = report
        }
    }

    /// The report, where anything was committed.
    var report: SeriesReport? {
        content.withLock { report in
            guard let report, report.inserted + report.updated + report.rejected > 0 else {
                return nil
            }
            return report
        }
    }
}
