public import ChandlerCore

/// A run as the ledger holds it.
public struct RunRecord: Sendable {
    /// Its number.
    public let runID: Int64
    /// The command, such as `ingest` or `run`.
    public let command: String
    /// The pipeline's name, if it was one.
    public let pipeline: String?
    /// Which part of the series, such as `3/16`.
    public let shard: String?
    /// The arguments as a JSON document, without secrets.
    public let arguments: String
    /// The program's version.
    public let version: String
    /// How it ended, or that it has not.
    public let status: RunStatus
    /// The program's exit code; `nil` while it runs.
    public let exitCode: Int?
    /// Why it failed.
    public let error: String?
    /// The report as a JSON document; `nil` while it runs, and where it was not asked for.
    public let report: String?
    /// What it moved.
    public let totals: RunTotals
    /// When it began.
    public let startedAt: Timestamp
    /// When it ended.
    public let finishedAt: Timestamp?
    /// Whether the ledger calls it running and its program is gone, see ``LostRun``.
    public let isLost: Bool

    /// How it stands, lost ones told from those at work.
    public var standing: RunStanding {
        switch status {
        case .running: isLost ? .lost : .running
        case .succeeded: .succeeded
        case .failed: .failed
        // The ledger has no word for a run that was not begun.
        case .interrupted, .skipped: .interrupted
        }
    }

    /// Seconds from its beginning to its end; `nil` while it runs.
    public var seconds: Double? {
        finishedAt.map { Double($0.microseconds - startedAt.microseconds) / 1e6 }
    }

    /// Creates a record.
    public init(
        runID: Int64,
        command: String,
        pipeline: String?,
        shard: String?,
        arguments: String,
        version: String,
        status: RunStatus,
        exitCode: Int?,
        error: String?,
        report: String?,
        totals: RunTotals,
        startedAt: Timestamp,
        finishedAt: Timestamp?,
        isLost: Bool = false
    ) {
        self.runID = runID
        self.command = command
        self.pipeline = pipeline
        self.shard = shard
        self.arguments = arguments
        self.version = version
        self.status = status
        self.exitCode = exitCode
        self.error = error
        self.report = report
        self.totals = totals
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.isLost = isLost
    }
}
