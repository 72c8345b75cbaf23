public import ChandlerCore

/// A value of a token that a source may know; the raw value is the column's name.
public enum TokenField: String, Sendable, Hashable, CaseIterable {
    /// The ticker.
    case symbol
    /// The price in US dollars.
    case price
    /// What lies in the token's pools, in US dollars.
    case liquidity
    /// What was traded in the 24 hours before, in US dollars.
    case volume
    /// How many addresses hold the token.
    case holderCount = "holder_count"
    /// When the token, or its first pool, was created.
    case createdAt = "created_at"

    /// The word for this field in the table.
    public var column: String { rawValue }
}

/// A source of tokens and what it can be asked for.
public struct TokenSourceRole: Sendable {
    /// The source.
    public let source: any TokenSource
    /// The fields it can have; for others it is not asked.
    public let fields: Set<TokenField>

    /// Creates a role.
    public init(source: any TokenSource, fields: Set<TokenField>) {
        self.source = source
        self.fields = fields
    }
}
