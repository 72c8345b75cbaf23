import ChandlerCore
import ChandlerHTTP

/// Tokens by the pairs that DEX Screener knows, on any chain.
///
/// A token has many pairs; its snapshot is made of the one with the deepest liquidity in which it
/// is the base, because the price of a pair is that of its base. Price, liquidity and volume are
/// those of this pair alone, the volume that of its last 24 hours: not of all the token's pairs.
/// `createdAt` is when the oldest of the pairs that were sent was created. A token that is only
/// ever the quote of a pair has no snapshot.
///
/// The answers have no time: snapshots are stamped with the time of receipt. `null`, `[]` and what
/// is missing all mean no data. **Doubt:** which of a token's pairs the answer for many addresses
/// holds is not documented.
struct DexScreenerTokens: TokenSource {
    static let name = "dexscreener"
    static let mostMints = 30

    private let client: AggregatorClient
    private let network: AggregatorNetwork

    /// Makes the source over a connection.
    init(_ connection: AggregatorConnection, network: AggregatorNetwork) {
        client = AggregatorClient(connection)
        self.network = network
    }

    var source: String { Self.name }

    var counters: RequestCounters { client.counters }

    func tokens(_ question: TokenQuestion) async throws(VenueError) -> TokenAnswer {
        switch question {
        case .mints(let mints):
            let task = "ask \(source) for tokens"
            let asked = try AskedTokens(mints, task: task)
            return try await asked.answer(inGroupsOf: Self.mostMints) {
                (mints) async throws(VenueError) in
                let path = ["tokens", "v1", network.dexScreener, mints]
                return try await fetch(task, client.request(path), asked)
            }
        case .search(let text):
            let task = try client.searchTask(source, text)
            let request = client.request(["latest", "dex", "search"], [("q", text)])
            return try await fetch(task, request, nil)
        case .recent:
            throw client.refused(
                "ask \(source) for the newest tokens",
                "does not list the newest tokens; \(JupiterTokens.name) and geckoterminal do"
            )
        }
    }

    private func fetch(
        _ task: String,
        _ request: PathRequest,
        _ asked: AskedTokens?
    ) async throws(VenueError) -> TokenAnswer {
        let chain = network.dexScreener
        return try await client.tokens(task, request, of: source, on: network.name, asked) {
            try Self.read($0, $1, chain: chain)
        }
    }

    /// Reads an answer: an array of pairs, or an object that holds one.
    ///
    /// - Throws: ``JSONFault`` where it is neither.
    static func read(
        _ root: JSONValue,
        _ scope: TokenScope,
        chain: String
    ) throws(JSONFault) -> TokenAnswer {
        var list = root
        if let members = root.members {
            // Any other object may be a proxy's own words, which do not say that there is nothing.
            guard members.allSatisfy({ ["schemaVersion", "pairs", "pair"].contains($0.name) })
            else { throw JSONFault(words: "an object with pairs was expected") }
            guard let pairs = root["pairs"] else { return TokenAnswer() }
            list = pairs
        }
        if list.kind == .null { return TokenAnswer() }
        guard let pairs = list.elements else {
            throw JSONFault(words: "an array of pairs was expected")
        }
        var pools = DeepestPools()
        for pair in pairs {
            pools.add(pair) { () throws(RowFault) in try offer(pair, scope, chain) }
        }
        return pools.answer(scope)
    }

    private static func offer(
        _ pair: JSONValue,
        _ scope: TokenScope,
        _ chain: String
    ) throws(RowFault) -> PoolOffer? {
        guard pair["chainId"]?.string == chain else { return nil }
        let token = pair["baseToken"]
        let address = try TokenAddress.read(token?["address"], "baseToken.address")
        guard let mint = scope.mint(address) else { return nil }
        return PoolOffer(
            mint: mint,
            symbol: token?["symbol"]?.ticker,
            price: pair["priceUsd"]?.amount,
            liquidity: pair["liquidity", "usd"]?.amount,
            volume: pair["volume", "h24"]?.amount,
            createdAt: pair["pairCreatedAt"]?.milliseconds,
            value: pair
        )
    }
}
