/// One thing that maintenance did, or would do.
public struct MaintenanceStep: Sendable, Hashable, Encodable {
    /// What came of it.
    public enum Outcome: String, Sendable, Hashable, Encodable {
        /// It was done.
        case done
        /// A dry run would do it.
        case planned
        /// Somebody else was at work on it; the next run looks again.
        case skipped
        /// The login may not do it.
        case denied
        /// The server could not do it.
        case failed
        /// The deadline came first.
        case left
    }

    /// What it belongs to.
    public let subject: MaintenanceSubject
    /// What is done, such as `vacuum` or `rebuild`.
    public let action: String
    /// The table, index or view.
    public let target: String
    /// Why.
    public let reason: String
    /// What came of it.
    public internal(set) var outcome: Outcome = .planned
    /// More about what came of it.
    public internal(set) var detail: String?
    /// How long it took.
    public internal(set) var seconds = 0.0
    /// Bytes on disk before; `nil` where they say nothing.
    public internal(set) var bytesBefore: Int64?
    /// Bytes on disk after.
    public internal(set) var bytesAfter: Int64?

    init(_ subject: MaintenanceSubject, _ action: String, _ target: String, reason: String) {
        self.subject = subject
        self.action = action
        self.target = target
        self.reason = reason
    }
}
