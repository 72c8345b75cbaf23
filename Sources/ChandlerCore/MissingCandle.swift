/// What it means at a venue that a candle is missing between others.
public enum MissingCandle: String, Sendable, Hashable, CaseIterable {
    /// Quiet intervals are sent as flat candles, so the venue was not trading or lost the candle.
    case outage
    /// Nothing was traded: the venue leaves quiet intervals out.
    case silence
    /// Quiet intervals are sent once the next trade has come, so a young hole may still fill.
    case late
    /// The venue no longer serves the time in question; what it had there is not known.
    case unserved
}
