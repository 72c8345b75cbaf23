import ChandlerCore

/// A market of a token at a decentralised exchange.
struct FixturePool: Sendable {
    let address: String
    /// DexScreener's name of the exchange; GeckoTerminal has its own.
    var dex = "raydium"
    var label: String?
    let base: String
    let quote: String
    /// In US dollars.
    let liquidity: Double
    /// Of 24 hours, in US dollars.
    let volume: Double
    let createdAt: Timestamp
    /// Whether the candle file of the base token is served as this pool's.
    var hasCandles = false

    /// GeckoTerminal's name of the exchange.
    var geckoDex: String {
        switch (dex, label) {
        case ("raydium", "CLMM"): "raydium-clmm"
        case ("meteora", "DLMM"): "meteora"
        default: dex
        }
    }
}
