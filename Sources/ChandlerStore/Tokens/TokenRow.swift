public import ChandlerCore

/// A token at one moment, joined from what several sources say: a row of `cubi.token_data`.
///
/// **Units:** US dollars.
public struct TokenRow: Sendable, Hashable {
    /// What one source sent about the token.
    public struct Raw: Sendable, Hashable {
        /// The source, such as `jupiter`.
        public let source: String
        /// Its object as it was sent.
        public let text: String

        /// Creates an entry.
        public init(source: String, text: String) {
            self.source = source
            self.text = text
        }
    }

    /// The token's address.
    public let mint: String
    /// The chain, such as `solana`.
    public let network: String
    /// The first source asked that knew the token.
    public let source: String
    /// When the values held.
    public let observedAt: Timestamp
    /// The ticker.
    public var symbol: String?
    /// The price.
    public var price: Double?
    /// What lies in the token's pools.
    public var liquidity: Double?
    /// What was traded in the 24 hours before.
    public var volume: Double?
    /// How many addresses hold the token.
    public var holderCount: Int64?
    /// When the token, or its first pool, was created.
    public var createdAt: Timestamp?
    /// Which source told a column's value, by the column's name.
    public var origins: [String: String] = [:]
    /// Contradictions between the sources, in words.
    public var doubts: [String] = []
    /// The whole object of every source that answered, each source once.
    public var raw: [Raw] = []

    /// Creates a row without values.
    public init(mint: String, network: String, source: String, observedAt: Timestamp) {
        self.mint = mint
        self.network = network
        self.source = source
        self.observedAt = observedAt
    }
}

/// What became of rows that were to be stored.
public struct TokenSaveResult: Sendable, Hashable {
    /// Snapshots that were not stored before.
    public var inserted = 0
    /// Snapshots that were stored already.
    public var unchanged = 0
    /// Rows that no column would hold, with the reason; they are in `ingest_rejects`.
    public var rejected: [RejectedRow] = []

    /// Creates a result.
    public init(inserted: Int = 0, unchanged: Int = 0, rejected: [RejectedRow] = []) {
        self.inserted = inserted
        self.unchanged = unchanged
        self.rejected = rejected
    }
}

/// Something about a token that was not stored: a row of `ingest_rejects`.
public struct TokenReject: Sendable, Hashable {
    /// The source, such as `jupiter`.
    public let source: String
    /// The token's address where it could be read.
    public let mint: String?
    /// What was sent, the rule and the reason.
    public let row: RejectedRow

    /// Creates an entry.
    public init(source: String, mint: String? = nil, row: RejectedRow) {
        self.source = source
        self.mint = mint
        self.row = row
    }
}
