/// A stored candle that the venue later sent with other values.
public struct CandleRevision: Sendable, Hashable {
    /// The values that were stored.
    public let old: Candle
    /// The values that replace them.
    public let new: Candle

    /// Creates a revision of one candle.
    public init(old: Candle, new: Candle) {
        precondition(old.openTime == new.openTime, "Invariant: a revision is of one candle")
        self.old = old
        self.new = new
    }
}
