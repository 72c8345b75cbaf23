import ChandlerCore

/// A pool that prices a token, as one of several that an aggregator knows.
struct PoolOffer: Sendable {
    /// The priced token.
    let mint: String
    let symbol: String?
    let price: Double?
    let liquidity: Double?
    let volume: Double?
    let createdAt: Timestamp?
    /// The aggregator's object about the pool.
    let value: JSONValue
}
