/// A pool's tokens, of which the base is priced unless the other is asked for.
struct GeckoTerminalPool: Sendable, Hashable {
    let address: String
    let base: String
    let quote: String
    let baseSymbol: String?
    let quoteSymbol: String?
}
