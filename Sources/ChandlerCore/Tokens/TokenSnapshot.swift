/// What one aggregator says about a token at one moment.
public struct TokenSnapshot: Sendable, Hashable {
    /// The aggregator, such as `jupiter`.
    public let source: String
    /// The chain, such as `solana`.
    public let network: String
    /// The token's address, the only key: tickers are not unique.
    public let mint: String
    /// The aggregator's own time of the values where it tells one, else the time of receipt in
    /// whole seconds.
    public let observedAt: Timestamp
    /// The ticker.
    public var symbol: String?
    /// The price in US dollars.
    public var price: Double?
    /// What lies in the token's pools, in US dollars.
    public var liquidity: Double?
    /// What was traded in the 24 hours before, in US dollars; a rolling sum, never to be added up.
    public var volume: Double?
    /// How many addresses hold the token.
    public var holderCount: Int64?
    /// When the token, or its first pool, was created.
    public var createdAt: Timestamp?
    /// The aggregator's object about the token as it was sent: one JSON object.
    public let raw: String

    /// Creates a snapshot; what the source does not tell stays `nil`.
    public init(
        source: String,
        network: String,
        mint: String,
        observedAt: Timestamp,
        raw: String
    ) {
        self.source = source
        self.network = network
        self.mint = mint
        self.observedAt = observedAt
        self.raw = raw
    }
}

/// Which tokens are asked for.
public enum TokenQuestion: Sendable, Hashable {
    /// These addresses; those that the source does not know are absent from the answer.
    case mints([String])
    /// Whatever the source finds for a name or ticker.
    case search(String)
    /// The newest tokens.
    case recent
}

/// What a source answered.
public struct TokenAnswer: Sendable {
    /// At most one snapshot a token, in the source's order.
    public var snapshots: [TokenSnapshot]
    /// Objects that could not be read, with the reason.
    public var rejected: [RejectedRow]

    /// Creates an answer.
    public init(snapshots: [TokenSnapshot] = [], rejected: [RejectedRow] = []) {
        self.snapshots = snapshots
        self.rejected = rejected
    }
}
