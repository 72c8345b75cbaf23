import ChandlerCore
import ChandlerDatasets
import ChandlerPipeline

/// What stages moved and how they ended, as the ledger and metrics take it.
extension RunTotals {
    /// What was asked of venues.
    init(_ requests: RequestCounters) {
        self.init(
            bytes: Int64(requests.bytes),
            requests: requests.requests,
            retries: requests.retries
        )
    }
}

extension RequestCounters {
    static func += (left: inout RequestCounters, right: RequestCounters) {
        left.requests += right.requests
        left.retries += right.retries
        left.bytes += right.bytes
    }
}

extension ArchiveTally {
    static func + (left: ArchiveTally, right: ArchiveTally) -> ArchiveTally {
        var sum = left
        sum.files += right.files
        sum.absent += right.absent
        sum.refused += right.refused
        sum.firstRefusal = left.firstRefusal ?? right.firstRefusal
        sum.differences += right.differences
        sum.filled += right.filled
        sum.rejected += right.rejected
        return sum
    }
}

extension RunStatus {
    /// How something ended that failed in this way, or did not.
    init(_ error: (any Error)?) {
        guard let error else {
            self = .succeeded
            return
        }
        self = Failure.isInterruption(error) ? .interrupted : .failed
    }
}

extension IngestOutcome.Series {
    /// The series' load, and its dataset where one was written in the same pass.
    var stages: [FinishedStage] {
        let isLoaded = report != nil && error is DatasetError
        var loaded = RunTotals(requests)
        loaded.rows = totals.rows
        let load = FinishedStage(
            name: "series",
            subject: "\(series)",
            status: isLoaded ? .succeeded : RunStatus(error),
            seconds: seconds.wall,
            totals: loaded,
            error: isLoaded ? nil : failure?.message
        )
        guard dataset != nil || isLoaded else { return [load] }
        let files = FinishedStage(
            name: "dataset",
            subject: "\(series)",
            status: isLoaded ? RunStatus(error) : .succeeded,
            seconds: seconds.dataset,
            totals: RunTotals(bytes: dataset?.bytes ?? 0),
            error: isLoaded ? failure?.message : nil
        )
        return [load, files]
    }
}
