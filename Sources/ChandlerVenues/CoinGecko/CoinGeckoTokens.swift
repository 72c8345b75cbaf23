import ChandlerCore
import ChandlerHTTP

/// Tokens by CoinGecko's markets: averages over all exchanges, of coins that it lists.
///
/// CoinGecko knows coins by names of its own; which token a coin is on a network is told by its list
/// of all coins, which is fetched once. Coins that have no address on the network are left out:
/// there is nothing wrong with them, and no table has a key for them. Volume is that of the last 24
/// hours on all exchanges. `observedAt` is the coin's own `last_updated`, which stays the same while
/// nothing changes. Tickers are in lower case there and are kept so.
///
/// A search asks for coins with exactly this ticker or this name, in lower case or upper case.
struct CoinGeckoTokens: TokenSource {
    static let mostIDs = 100
    static let pageSize = 250
    /// More pages than any ticker has coins.
    static let mostPages = 10

    private let client: AggregatorClient
    private let network: AggregatorNetwork
    private let list: FetchedOnce<CoinGeckoCoins>

    /// Makes the source over a connection.
    init(_ connection: AggregatorConnection, network: AggregatorNetwork) {
        let client = AggregatorClient(connection)
        self.client = client
        self.network = network
        list = FetchedOnce { () async throws(VenueError) in
            let request = client.request(
                ["api", "v3", "coins", "list"],
                [("include_platform", "true")]
            )
            return try await client.fetch("list the coins of \(CoinGeckoPlan.name)", request) {
                try CoinGeckoCoins($0, platform: network.coinGecko)
            }.value
        }
    }

    var source: String { CoinGeckoPlan.name }

    var counters: RequestCounters { client.counters }

    func tokens(_ question: TokenQuestion) async throws(VenueError) -> TokenAnswer {
        switch question {
        case .mints(let mints):
            return try await tokens(AskedTokens(mints, task: "ask \(source) for tokens"))
        case .search(let text):
            let task = try client.searchTask(source, text)
            var tally = TokenTally()
            let lower = text.lowercased()
            tally.add(
                try await markets(task, [("symbols", lower), ("include_tokens", "all")], nil)
            )
            tally.add(try await markets(task, [("names", lower)], nil))
            return tally.answer
        case .recent:
            throw client.refused(
                "ask \(source) for the newest tokens",
                "lists the newest coins to paying clients only; \(JupiterTokens.name) and "
                    + "\(GeckoTerminalProfile.name) have the newest tokens"
            )
        }
    }

    private func tokens(_ asked: AskedTokens) async throws(VenueError) -> TokenAnswer {
        guard !asked.mints.isEmpty else { return TokenAnswer() }
        let coins = try await list.value()
        var tally = TokenTally()
        let ids = asked.mints.compactMap(coins.id)
        for start in stride(from: 0, to: ids.count, by: Self.mostIDs) {
            let group = ids[start..<min(start + Self.mostIDs, ids.count)]
            let which = [("ids", group.joined(separator: ","))]
            tally.add(try await markets("ask \(source) for tokens", which, asked))
        }
        return tally.answer
    }

    /// All pages of an answer; a coin may stand on two, since ranks shift in between.
    private func markets(
        _ task: String,
        _ which: [(String, String)],
        _ asked: AskedTokens?
    ) async throws(VenueError) -> TokenAnswer {
        let coins = try await list.value()
        var tally = TokenTally()
        for page in 1...Self.mostPages {
            let query =
                [("vs_currency", "usd")] + which + [
                    ("per_page", "\(Self.pageSize)"), ("page", "\(page)"), ("precision", "full"),
                ]
            let request = client.request(["api", "v3", "coins", "markets"], query)
            let (answer, count) = try await client.tokens(
                task,
                request,
                of: source,
                on: network.name,
                asked
            ) { try CoinGeckoMarkets.read($0, $1, coins) }
            tally.add(answer)
            if count < Self.pageSize { break }
        }
        return tally.answer
    }
}
