/// Open, high, low, close and volume of a token, as an aggregator computed them.
///
/// **Units:** US dollars, volume too. Doubles, because aggregators compute these values as such and
/// prices far below 1e-8 are common; they are kept as sent.
public struct TokenCandle: Sendable, Hashable {
    /// When the interval begins; part of the key.
    public let openTime: Timestamp
    /// The first price.
    public let open: Double
    /// The highest price.
    public let high: Double
    /// The lowest price.
    public let low: Double
    /// The last price.
    public let close: Double
    /// What was traded, where the aggregator tells it.
    public let volume: Double?

    /// Creates a candle without checking it; see ``violation(interval:)``.
    public init(
        openTime: Timestamp,
        open: Double,
        high: Double,
        low: Double,
        close: Double,
        volume: Double?
    ) {
        self.openTime = openTime
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }

    /// The first rule this candle breaks on its own, or `nil` when it breaks none.
    ///
    /// Values that are no finite numbers break the rule they would be compared by.
    public func violation(interval: Interval) -> CandleRule? {
        if !interval.isAligned(openTime) { return .openTimeOffGrid }
        if !(low >= 0 && high.isFinite) { return .negativePrice }
        if !(high >= low) { return .highBelowLow }
        if !(high >= open && high >= close) { return .highBelowBody }
        if !(low <= open && low <= close) { return .lowAboveBody }
        if let volume, !(volume >= 0 && volume.isFinite) { return .negativeVolume }
        return nil
    }
}

/// One answer of an aggregator about a pool, parsed.
public struct TokenCandlePage: Sendable {
    /// The span this page answers for; pages of one fetch touch.
    public let range: TimeRange
    /// Complete candles, open times strictly ascending, inside `range`.
    ///
    /// Intervals in which nothing was traded are left out by the aggregator.
    public let candles: [TokenCandle]
    /// Rows that broke a rule.
    public let rejected: [RejectedRow]
    /// Where the rows came from.
    public let origin: PageOrigin

    /// Creates a page.
    public init(
        range: TimeRange,
        candles: [TokenCandle],
        rejected: [RejectedRow],
        origin: PageOrigin
    ) {
        self.range = range
        self.candles = candles
        self.rejected = rejected
        self.origin = origin
    }
}
