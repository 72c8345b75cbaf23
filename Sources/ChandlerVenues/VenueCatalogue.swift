/// The venues there are, found by name.
public struct VenueCatalogue: Sendable {
    /// The venues, in the order in which they are listed to people.
    public let venues: [Venue]

    /// The venues that Chandler knows.
    public static let all: [Venue] = [
        .binance, .bybit, .bybitLinear, .bybitInverse, .okx, .okxSwap, .kraken, .coinbase,
        .coinbaseExchange, .kucoin, .bitstamp, .gate,
    ]

    /// Makes a catalogue; without an argument, of all venues that Chandler knows.
    public init(_ venues: [Venue] = VenueCatalogue.all) {
        self.venues = venues
    }

    /// Finds a venue by its name, upper or lower case.
    ///
    /// - Throws: ``UnknownVenueError`` naming the venues there are.
    public func venue(named name: String) throws(UnknownVenueError) -> Venue {
        let lower = name.lowercased()
        guard let venue = venues.first(where: { $0.name == lower }) else {
            throw UnknownVenueError(name: name, known: venues.map(\.name))
        }
        return venue
    }
}
