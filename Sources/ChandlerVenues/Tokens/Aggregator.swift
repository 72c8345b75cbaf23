public import ChandlerCore

/// An aggregator that Chandler can ask, before anything was opened.
public struct Aggregator: Sendable {
    /// What can be asked of a source of tokens.
    public enum Question: String, Sendable, Hashable, CaseIterable {
        /// Tokens by their addresses.
        case mints
        /// Tokens by name or ticker.
        case search
        /// The newest tokens.
        case recent
    }

    /// The name in the table and on the command line, such as `jupiter`.
    public let name: String
    /// What can be asked about tokens; empty where it tells none.
    public let questions: Set<Question>
    /// What it can tell of a token; for other fields it is not asked.
    public let fields: Set<TokenField>
    /// The intervals of the candles it has; empty where it has none.
    public let intervals: [Interval]
    /// The variables of the environment that may hold its key, the one that goes first first.
    public let keyVariables: [String]
    /// Whether it knows tokens of Solana only.
    public let isSolanaOnly: Bool

    let openTokens: @Sendable (AggregatorOptions) throws(VenueError) -> (any TokenSource)?
    let openCandles:
        @Sendable (AggregatorOptions, String?) throws(VenueError) -> (any PoolCandleSource)?
}
