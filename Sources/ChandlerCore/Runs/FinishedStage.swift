/// One stage of a run, as the ledger, metrics and notifications tell it.
public struct FinishedStage: Sendable, Hashable {
    /// What kind of work, such as `series`, `tokens`, `dataset`, `retention` or `maintenance`.
    public let name: String
    /// What it was done to, such as `binance BTCUSDT 1m`; empty where the name says all.
    public let subject: String
    /// How it ended.
    public let status: RunStatus
    /// From its beginning to its end; stages may overlap.
    public let seconds: Double
    /// What it moved.
    public let totals: RunTotals
    /// Why it failed, without secrets.
    public let error: String?

    /// Creates a stage.
    public init(
        name: String,
        subject: String = "",
        status: RunStatus,
        seconds: Double,
        totals: RunTotals = RunTotals(),
        error: String? = nil
    ) {
        self.name = name
        self.subject = subject
        self.status = status
        self.seconds = seconds
        self.totals = totals
        self.error = error
    }
}
