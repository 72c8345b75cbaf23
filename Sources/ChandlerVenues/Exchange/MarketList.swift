import ChandlerCore

/// A venue's list of instruments, fetched once for all tasks of the process.
typealias MarketList = FetchedOnce<[Instrument]>

extension FetchedOnce where Value == [Instrument] {
    /// All instruments, in the venue's order.
    func all() async throws(VenueError) -> [Instrument] { try await value() }

    /// The instruments whose ticker is `symbol` once its separators are left out.
    func instruments(_ symbol: Symbol) async throws(VenueError) -> [Instrument] {
        try await value().filter { $0.symbol == symbol }
    }
}
