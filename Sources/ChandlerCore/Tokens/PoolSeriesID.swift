/// A market of a token at a decentralised exchange, or the average that an aggregator makes.
public struct Pool: Sendable, Hashable {
    /// The chain, in the aggregator's spelling, such as `solana`.
    public let network: String
    /// The pool's address, whose case matters; for an average, the currency prices are in.
    public let address: String
    /// The address of the token that is priced; for an average, the aggregator's key of the coin.
    public let mint: String
    /// The token's ticker, which is not unique; `nil` where it is not told.
    public let symbol: String?

    /// Creates a pool.
    public init(network: String, address: String, mint: String, symbol: String? = nil) {
        self.network = network
        self.address = address
        self.mint = mint
        self.symbol = symbol
    }
}

/// The name of a series of token candles.
public struct PoolSeriesID: Sendable, Hashable, CustomStringConvertible {
    /// The aggregator that computes the candles, such as `geckoterminal`.
    public let venue: String
    /// The market.
    public let pool: Pool
    /// The candle length.
    public let interval: Interval

    /// Creates the name of a series.
    public init(venue: String, pool: Pool, interval: Interval) {
        self.venue = venue
        self.pool = pool
        self.interval = interval
    }

    /// Such as `geckoterminal solana 8sLbNZoA…CvXy 1m`.
    public var description: String {
        let address = pool.address
        // What is no address is the currency of an average: then the coin tells series apart.
        let shown =
            address.count > 16
            ? "\(address.prefix(8))…\(address.suffix(4))" : "\(pool.mint) \(address)"
        return "\(venue) \(pool.network) \(shown) \(interval.rawValue)"
    }
}
