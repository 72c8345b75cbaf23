import ChandlerCore

/// The list of coins, fetched once for all tasks of a process.
actor CoinGeckoList {
    private let fetch: @Sendable () async throws(VenueError) -> CoinGeckoCoins
    private var fetching: Task<CoinGeckoCoins, any Error>?

    /// Makes a list that is fetched when it is first asked for.
    init(fetch: @escaping @Sendable () async throws(VenueError) -> CoinGeckoCoins) {
        self.fetch = fetch
    }

    /// The list.
    func coins() async throws(VenueError) -> CoinGeckoCoins {
        let task = fetching ?? Task { [fetch] in try await fetch() }
        fetching = task
        do {
            return try await task.value
        } catch {
            // A later question asks again.
            fetching = nil
            throw error as? VenueError ?? VenueError(.cancelled, "\(error)")
        }
    }
}
