public import ChandlerCore

/// What a run did to one series.
public struct SeriesReport: Sendable {
    /// The series.
    public let series: SeriesID
    /// The span that was asked for, clipped to complete candles and to the listing.
    public var range: TimeRange
    /// Candles the venue sent, those read again included.
    public var fetched = 0
    /// Rows that were not stored before.
    public var inserted = 0
    /// Stored rows whose candle changed.
    public var updated = 0
    /// Stored rows of the span that stayed as they were.
    public var unchanged = 0
    /// Candles of the span that are in an archive and were left there.
    public var archived = 0
    /// The archived months of the span, ascending.
    public var archivedMonths: [Month] = []
    /// Candles that were never fetched, and were not now, because archived rows follow them.
    public var notFetched = 0
    /// Stored rows whose indicators changed because earlier candles did.
    public var recomputed = 0
    /// Rows that were not stored because they broke a rule.
    public var rejected = 0
    /// The first of them, for the person at the keyboard.
    public var firstReject: RejectedRow?
    /// Gaps of the whole series that were not fetched yet.
    public var gapsOpen = 0
    /// Gaps of the whole series that the venue has no candles for.
    public var gapsConfirmed = 0
    /// Candles missing in all gaps.
    public var missing = 0
    /// Whether the venue has no candle at all in the span.
    public var isUnknownToVenue = false
    /// Where the venue's history begins, when that is after the first moment asked for.
    public var servedFrom: Timestamp?
    /// The open time of the last stored candle.
    public var watermark: Timestamp?

    /// Creates an empty report.
    public init(series: SeriesID, range: TimeRange) {
        self.series = series
        self.range = range
    }
}

/// Seconds spent in each stage of a run; stages overlap, so they add up to more than the wall.
public struct StageSeconds: Sendable {
    /// Waiting for pages, parsing included.
    public var fetch = 0.0
    /// Computing indicators.
    public var indicators = 0.0
    /// Loading, summed over connections.
    public var load = 0.0
    /// Writing the dataset.
    public var dataset = 0.0
    /// From start to end.
    public var wall = 0.0

    /// Creates zeros.
    public init() {}
}
