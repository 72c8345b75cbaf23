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
