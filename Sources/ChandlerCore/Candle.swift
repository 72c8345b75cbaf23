/// Open, high, low, close and volume of one instrument over one interval.
///
/// **Units:** prices in quote currency, volume in base currency, both exact at scale 8.
public struct Candle: Sendable, Hashable {
    /// When the interval begins; part of the key.
    public let openTime: Timestamp
    /// The first trade's price.
    public let open: Price
    /// The highest trade's price.
    public let high: Price
    /// The lowest trade's price.
    public let low: Price
    /// The last trade's price.
    public let close: Price
    /// The traded amount in base currency.
    public let volume: Quantity
    /// The traded amount in quote currency, where the venue tells it.
    public let quoteVolume: Quantity?
    /// The number of trades, where the venue tells it.
    public let tradeCount: Int64?
    /// The part of `volume` in which the buyer was the taker, where the venue tells it.
    public let takerBuyVolume: Quantity?

    /// Creates a candle without checking it; see ``violation(interval:)``.
    public init(
        openTime: Timestamp,
        open: Price,
        high: Price,
        low: Price,
        close: Price,
        volume: Quantity,
        quoteVolume: Quantity? = nil,
        tradeCount: Int64? = nil,
        takerBuyVolume: Quantity? = nil
    ) {
        self.openTime = openTime
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        self.quoteVolume = quoteVolume
        self.tradeCount = tradeCount
        self.takerBuyVolume = takerBuyVolume
    }

    /// The first structural rule this candle breaks on its own, or `nil` when it breaks none.
    @inlinable
    public func violation(interval: Interval) -> CandleRule? {
        if !interval.isAligned(openTime) { return .openTimeOffGrid }
        if high < low { return .highBelowLow }
        if high < open || high < close { return .highBelowBody }
        if low > open || low > close { return .lowAboveBody }
        if low.raw < 0 { return .negativePrice }
        if volume.raw < 0 || (quoteVolume?.raw ?? 0) < 0 || (takerBuyVolume?.raw ?? 0) < 0 {
            return .negativeVolume
        }
        if (tradeCount ?? 0) < 0 { return .negativeTradeCount }
        return nil
    }
}

/// A structural rule of a candle or of its place in a page.
public enum CandleRule: String, Sendable, Hashable, CaseIterable {
    case openTimeOffGrid = "open_time_off_grid"
    case highBelowLow = "high_below_low"
    case highBelowBody = "high_below_open_or_close"
    case lowAboveBody = "low_above_open_or_close"
    case negativePrice = "negative_price"
    case negativeVolume = "negative_volume"
    case negativeTradeCount = "negative_trade_count"
    case duplicateOpenTime = "duplicate_open_time"
    case notAscending = "not_ascending"
    case outsideRequest = "outside_request"

    /// The rule in words.
    public var words: String {
        switch self {
        case .openTimeOffGrid: "the open time is not a multiple of the interval (UTC)"
        case .highBelowLow: "high is below low"
        case .highBelowBody: "high is below open or close"
        case .lowAboveBody: "low is above open or close"
        case .negativePrice: "a price is negative"
        case .negativeVolume: "a volume is negative"
        case .negativeTradeCount: "the number of trades is negative"
        case .duplicateOpenTime: "the open time was sent twice with different values"
        case .notAscending: "the row is out of order"
        case .outsideRequest: "the open time lies outside the requested range"
        }
    }
}
