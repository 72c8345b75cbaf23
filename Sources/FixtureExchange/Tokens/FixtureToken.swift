import ChandlerCore

/// What is true of one token whoever tells it.
struct FixtureToken: Sendable {
    let mint: String
    let symbol: String
    let name: String
    /// CoinGecko's key, or `nil` where it is not listed.
    var coin: String?
    var decimals = 6
    /// The price around which it moves, in US dollars.
    let price: Double
    /// How many tokens there are.
    let supply: Double
    var holders = 1_000
    let createdAt: Timestamp
    var quirks: TokenQuirks = []
    /// The power of ten between the candle file and the price, or `nil` where the price is made up.
    var candleScale: Int?
    /// How much of the usual movement the price makes; stable coins hardly any.
    var swing = 1.0
}
