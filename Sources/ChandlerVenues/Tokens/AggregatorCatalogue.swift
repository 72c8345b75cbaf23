public import ChandlerCore

/// The aggregators there are, found by name, and their sources.
///
/// Keys are read from the environment and sent in headers whose values no message shows.
public struct AggregatorCatalogue: Sendable {
    /// The aggregators that Chandler knows, in the order in which they are asked for what others
    /// lack.
    public static let all: [Aggregator] = [
        .jupiter, .jupiterPrice, .dexScreener, .geckoTerminal, .coinGecko,
    ]

    private let options: AggregatorOptions

    /// Makes a catalogue whose sources share options; nothing is opened yet.
    public init(_ options: AggregatorOptions) {
        self.options = options
    }

    /// Finds an aggregator by its name, upper or lower case.
    ///
    /// - Throws: ``UnknownVenueError`` naming the aggregators there are.
    public static func aggregator(named name: String) throws(UnknownVenueError) -> Aggregator {
        let lower = name.lowercased()
        guard let found = all.first(where: { $0.name == lower }) else {
            throw UnknownVenueError(name: name, known: all.map(\.name))
        }
        return found
    }

    /// Makes an aggregator's source of tokens; nothing is fetched yet.
    ///
    /// - Throws: ``VenueError`` with code `refused` where it tells no tokens of the network.
    public func tokens(_ aggregator: Aggregator) throws(VenueError) -> any TokenSource {
        let task = "open \(aggregator.name)"
        if aggregator.isSolanaOnly, options.network != "solana" {
            throw VenueError(
                .refused,
                "\(task): it knows tokens of solana only, not of \(quoted(options.network))"
            )
        }
        guard let source = try aggregator.openTokens(options) else {
            let others = Self.all.filter { !$0.questions.isEmpty }.map(\.name)
            throw VenueError(
                .refused,
                "\(task): it tells no tokens; those that do are \(others.joined(separator: ", "))"
            )
        }
        return source
    }

    /// Makes an aggregator's source of candles; nothing is fetched yet.
    ///
    /// - Parameters:
    ///   - aggregator: The aggregator.
    ///   - token: The address of a pool's token that is to be priced; `nil` for the pool's base.
    /// - Returns: The source.
    /// - Throws: ``VenueError`` with code `refused` where it has no candles.
    public func candles(
        _ aggregator: Aggregator,
        token: String? = nil
    ) throws(VenueError) -> any PoolCandleSource {
        guard let source = try aggregator.openCandles(options, token) else {
            let others = Self.all.filter { !$0.intervals.isEmpty }.map(\.name)
            throw VenueError(
                .refused,
                "open \(aggregator.name): it has no candles; those that have are "
                    + others.joined(separator: ", ")
            )
        }
        return source
    }
}
