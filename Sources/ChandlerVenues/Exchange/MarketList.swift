import ChandlerCore

/// A venue's list of instruments, fetched once for all tasks of the process.
actor MarketList {
    private let fetch: @Sendable () async throws(VenueError) -> [Instrument]
    private var fetching: Task<[Instrument], any Error>?

    /// Makes a list that is fetched when it is first asked for.
    init(fetch: @escaping @Sendable () async throws(VenueError) -> [Instrument]) {
        self.fetch = fetch
    }

    /// All instruments, in the venue's order.
    func all() async throws(VenueError) -> [Instrument] {
        let task = fetching ?? Task { [fetch] in try await fetch() }
        fetching = task
        do {
            return try await task.value
        } catch {
            // A later question asks the venue again.
            fetching = nil
            throw error as? VenueError ?? VenueError(.cancelled, "\(error)")
        }
    }

    /// The instruments whose ticker is `symbol` once its separators are left out.
    func instruments(_ symbol: Symbol) async throws(VenueError) -> [Instrument] {
        try await all().filter { $0.symbol == symbol }
    }
}
