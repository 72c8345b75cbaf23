/// A run that has ended, as the ledger, metrics and notifications tell it.
public struct FinishedRun: Sendable {
    /// Its number in the ledger; `nil` where the ledger could not be reached.
    public var runID: Int64?
    /// The command, such as `ingest` or `run`.
    public var command: String
    /// The pipeline's name; `nil` for a command that a person gave.
    public var pipeline: String?
    /// Which part of the series, such as `3/16`; `nil` for all.
    public var shard: String?
    /// The program's version.
    public var version: String
    /// How it ended.
    public var status: RunStatus
    /// The program's exit code.
    public var exitCode: Int32
    /// Why it failed, without secrets.
    public var error: String?
    /// When it began.
    public var startedAt: Timestamp
    /// From its beginning to its end.
    public var seconds: Double
    /// What all stages moved.
    public var totals: RunTotals
    /// The stages in the order in which they began.
    public var stages: [FinishedStage]
    /// The series it worked on.
    public var series: [FinishedSeries]

    /// Creates a run without stages.
    public init(
        runID: Int64? = nil,
        command: String,
        pipeline: String? = nil,
        shard: String? = nil,
        version: String,
        status: RunStatus,
        exitCode: Int32,
        error: String? = nil,
        startedAt: Timestamp,
        seconds: Double,
        totals: RunTotals = RunTotals(),
        stages: [FinishedStage] = [],
        series: [FinishedSeries] = []
    ) {
        self.runID = runID
        self.command = command
        self.pipeline = pipeline
        self.shard = shard
        self.version = version
        self.status = status
        self.exitCode = exitCode
        self.error = error
        self.startedAt = startedAt
        self.seconds = seconds
        self.totals = totals
        self.stages = stages
        self.series = series
    }
}
