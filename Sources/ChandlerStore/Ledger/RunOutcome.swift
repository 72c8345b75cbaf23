/// How a run ended.
public struct RunOutcome: Sendable, Hashable {
    /// The ledger's word for it.
    public enum Status: String, Sendable, Hashable {
        case succeeded
        case failed
        case interrupted
    }

    /// The ledger's word for it.
    public let status: Status
    /// The program's exit code.
    public let exitCode: Int
    /// The error's words.
    public let error: String?

    /// Creates an outcome.
    public init(status: Status, exitCode: Int, error: String? = nil) {
        self.status = status
        self.exitCode = exitCode
        self.error = error
    }
}
