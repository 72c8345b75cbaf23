import ChandlerCore
import ChandlerHTTP

/// Tokens by the pools that GeckoTerminal knows on a network.
///
/// The snapshot of a token is made of the pool with the deepest reserve in which it is the base.
/// Price, liquidity and volume are those of this pool alone, the volume that of its last 24 hours.
/// `createdAt` is when the oldest of the pools that were sent was created. Answers have no time:
/// snapshots are stamped with the time of receipt. Numbers that are spelled `NaN` are no data.
///
/// Each address takes a request, which sees the first 20 pools of the token. **Doubt:** the newest
/// tokens are told by the newest pools, whose base may be an old token; then `createdAt` is that of
/// the pool.
struct GeckoTerminalTokens: TokenSource {
    private let client: AggregatorClient
    private let network: AggregatorNetwork
    private let include = [("include", "base_token")]

    /// Makes the source over a connection.
    init(_ connection: AggregatorConnection, network: AggregatorNetwork) {
        client = AggregatorClient(connection)
        self.network = network
    }

    var source: String { GeckoTerminalProfile.name }

    var counters: RequestCounters { client.counters }

    func tokens(_ question: TokenQuestion) async throws(VenueError) -> TokenAnswer {
        switch question {
        case .mints(let mints):
            return try await tokens(AskedTokens(mints, task: "ask \(source) for tokens"))
        case .search(let text):
            let task = try client.searchTask(source, text)
            let query = [("query", text), ("network", network.geckoTerminal)] + include
            let request = client.request(["api", "v2", "search", "pools"], query)
            return try await fetch(task, request, nil)
        case .recent:
            let request = client.request(on: network.geckoTerminal, ["new_pools"], include)
            return try await fetch("ask \(source) for the newest pools", request, nil)
        }
    }

    private func tokens(_ asked: AskedTokens) async throws(VenueError) -> TokenAnswer {
        var tally = TokenTally()
        for mint in asked.mints {
            let path = ["tokens", mint, "pools"]
            let request = client.request(on: network.geckoTerminal, path, include)
            do throws(VenueError) {
                let task = "ask \(source) for the pools of \(mint)"
                // The token's pools with others as their base tell those others' prices.
                let one = try AskedTokens([mint], task: task)
                tally.add(try await fetch(task, request, one))
            } catch {
                // A token that is not known has no snapshot.
                guard error.refusal?.kind == .unknownSymbol else { throw error }
            }
        }
        return tally.answer
    }

    private func fetch(
        _ task: String,
        _ request: PathRequest,
        _ asked: AskedTokens?
    ) async throws(VenueError) -> TokenAnswer {
        let pools = GeckoTerminalPools(network: network.geckoTerminal)
        return try await client.tokens(task, request, of: source, on: network.name, asked) {
            try pools.read($0, $1)
        }
    }
}
