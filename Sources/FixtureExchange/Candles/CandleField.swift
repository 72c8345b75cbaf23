/// A column of a candle file, spelled as its header spells it.
enum CandleField: String, Sendable, Hashable, CaseIterable {
    case openTime = "open_time_ms"
    case open
    case high
    case low
    case close
    case volume
    case quoteVolume = "quote_volume"
    case tradeCount = "trade_count"
    case takerBuyVolume = "taker_buy_volume"
    case takerBuyQuoteVolume = "taker_buy_quote_volume"

    /// Whether a file is useless without the column.
    var isRequired: Bool {
        switch self {
        case .openTime, .open, .high, .low, .close, .volume: true
        case .quoteVolume, .tradeCount, .takerBuyVolume, .takerBuyQuoteVolume: false
        }
    }

    /// What is served where the file has no such column.
    ///
    /// Zero is the one value that cannot be mistaken for a recorded one: a recording without
    /// trade counts has nothing from which they could be derived.
    var constant: StaticString {
        self == .tradeCount ? "0" : "0.00000000"
    }

    /// The amounts that grow while a candle is forming.
    static let amounts: [CandleField] = [
        .volume, .quoteVolume, .tradeCount, .takerBuyVolume, .takerBuyQuoteVolume,
    ]
}
