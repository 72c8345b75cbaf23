/// A row from a venue that was not stored, kept with its payload and the reason.
public struct RejectedRow: Sendable, Hashable {
    /// The row's open time where it could be read.
    public let openTime: Timestamp?
    /// A stable word for the rule, such as `high_below_low`.
    public let rule: String
    /// What was wrong, naming the field and the value found.
    public let reason: String
    /// The row as the venue sent it.
    public let payload: String

    /// Creates a rejected row.
    public init(openTime: Timestamp?, rule: String, reason: String, payload: String) {
        self.openTime = openTime
        self.rule = rule
        self.reason = reason
        self.payload = payload
    }
}
