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

    // Optional 128-bit values would take 32 bytes each: a month of candles is held several times
    // over while it is loaded, so absence is kept in one byte for all.
    @usableFromInline let quoteVolumeValue: Quantity
    @usableFromInline let takerBuyVolumeValue: Quantity
    @usableFromInline let tradeCountValue: Int64
    @usableFromInline let present: UInt8

    /// The traded amount in quote currency, where the venue tells it.
    @inlinable public var quoteVolume: Quantity? { present & 1 != 0 ? quoteVolumeValue : nil }

    /// The number of trades, where the venue tells it.
    @inlinable public var tradeCount: Int64? { present & 2 != 0 ? tradeCountValue : nil }

    /// The part of `volume` in which the buyer was the taker, where the venue tells it.
    @inlinable public var takerBuyVolume: Quantity? {
        present & 4 != 0 ? takerBuyVolumeValue : nil
    }

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
        quoteVolumeValue = quoteVolume ?? Quantity(raw: 0)
        takerBuyVolumeValue = takerBuyVolume ?? Quantity(raw: 0)
        tradeCountValue = tradeCount ?? 0
        present =
            (quoteVolume == nil ? 0 : 1) | (tradeCount == nil ? 0 : 2)
            | (takerBuyVolume == nil ? 0 : 4)
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
