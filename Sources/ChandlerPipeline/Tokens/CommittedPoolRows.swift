import Synchronization

/// What a run has committed of a pool's series so far, for the report of one that fails.
final class CommittedPoolRows: Sendable {
    private let content = Mutex<PoolReport?>(nil)

    /// Remembers the report as it is after a commit.
    func set(_ report: PoolReport) {
        content.withLock { $0 = report }
    }

    /// The report, where anything was committed.
    var partial: PoolReport? {
        content.withLock { report in
            guard let report,
                report.inserted + report.updated + report.recomputed + report.rejected > 0
            else { return nil }
            return report
        }
    }
}
