import ChandlerCore
import ChandlerHTTP

/// Tokens of Solana by Jupiter's tokens API, version 2: the only source that counts holders.
///
/// Volume is what was bought and sold within 24 hours. Nearly every field may be missing or null,
/// which leaves it out of the snapshot. Objects that were not asked for are ignored: a search for
/// addresses may also find names.
struct JupiterTokens: TokenSource {
    static let name = "jupiter"
    static let mostMints = 100

    private let client: AggregatorClient

    /// Makes the source over a connection.
    init(_ connection: AggregatorConnection) {
        client = AggregatorClient(connection)
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
                try await fetch(task, search(mints), asked)
            }
        case .search(let text):
            let task = try client.searchTask(source, text)
            return try await fetch(task, search(text), nil)
        case .recent:
            let request = client.request(["tokens", "v2", "recent"])
            return try await fetch("ask \(source) for the newest tokens", request, nil)
        }
    }

    private func search(_ text: String) -> PathRequest {
        client.request(["tokens", "v2", "search"], [("query", text)])
    }

    private func fetch(
        _ task: String,
        _ request: PathRequest,
        _ asked: AskedTokens?
    ) async throws(VenueError) -> TokenAnswer {
        try await client.tokens(task, request, of: source, on: "solana", asked, read: Self.read)
    }

    /// Reads an answer.
    ///
    /// - Throws: ``JSONFault`` where it is no array.
    static func read(_ root: JSONValue, _ scope: TokenScope) throws(JSONFault) -> TokenAnswer {
        guard let tokens = root.elements else {
            throw JSONFault(words: "an array of tokens was expected")
        }
        var tally = TokenTally()
        for token in tokens {
            tally.add(token) { () throws(RowFault) in try snapshot(token, scope) }
        }
        return tally.answer
    }

    private static func snapshot(
        _ token: JSONValue,
        _ scope: TokenScope
    ) throws(RowFault) -> TokenSnapshot? {
        guard let mint = scope.mint(try TokenAddress.read(token["id"], "id")) else { return nil }
        var snapshot = scope.snapshot(mint, of: token, observedAt: token["updatedAt"]?.moment)
        snapshot.symbol = token["symbol"]?.ticker
        snapshot.price = token["usdPrice"]?.amount
        snapshot.liquidity = token["liquidity"]?.amount
        snapshot.holderCount = token["holderCount"]?.count
        snapshot.createdAt = token["firstPool", "createdAt"]?.moment
        let volumes = ["buyVolume", "sellVolume"].compactMap { token["stats24h", $0]?.amount }
        let volume = volumes.reduce(0, +)
        if !volumes.isEmpty, volume.isFinite { snapshot.volume = volume }
        return snapshot
    }
}
