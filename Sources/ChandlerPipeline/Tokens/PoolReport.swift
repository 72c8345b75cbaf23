public import ChandlerCore

/// What a run did to one series of a pool.
public struct PoolReport: Sendable {
    /// The series.
    public let series: PoolSeriesID
    /// The span that was asked for, clipped to complete candles and to what is still served.
    public var range: TimeRange
    /// Candles the aggregator sent, those read again included.
    public var fetched = 0
    /// Rows that were not stored before.
    public var inserted = 0
    /// Stored rows whose candle changed.
    public var updated = 0
    /// Stored rows of the span that stayed as they were.
    public var unchanged = 0
    /// Stored rows whose indicators changed because earlier candles did.
    public var recomputed = 0
    /// Intervals of the span that the aggregator answered for and that have no candle; the silence
    /// of the last day counts only when it is settled.
    public var silent = 0
    /// Rows that were not stored because they broke a rule.
    public var rejected = 0
    /// The first of them, for the person at the keyboard.
    public var firstReject: RejectedRow?
    /// The open time of the last stored candle.
    public var watermark: Timestamp?
    /// The first moment that is still served, when that is after the first moment asked for.
    public var servedFrom: Timestamp?

    /// Creates an empty report.
    public init(series: PoolSeriesID, range: TimeRange) {
        self.series = series
        self.range = range
    }
}
