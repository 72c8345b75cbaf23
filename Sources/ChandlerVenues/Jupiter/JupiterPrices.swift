import ChandlerCore
import ChandlerHTTP

/// Prices of Solana's tokens by Jupiter's price API, version 3.
///
/// A token without a reliable price is not in the answer, and so in no snapshot. The answer has no
/// time: snapshots are stamped with the time of receipt. `createdAt` is that of the token.
struct JupiterPrices: TokenSource {
    static let name = "jupiter-price"
    static let mostMints = 50

    private let client: AggregatorClient

    /// Makes the source over a connection.
    init(_ connection: AggregatorConnection) {
        client = AggregatorClient(connection)
    }

    var source: String { Self.name }

    var counters: RequestCounters { client.counters }

    func tokens(_ question: TokenQuestion) async throws(VenueError) -> TokenAnswer {
        let task = "ask \(source) for prices"
        guard case .mints(let mints) = question else {
            throw client.refused(
                task,
                "knows prices of given addresses only; \(JupiterTokens.name) searches and lists "
                    + "the newest tokens"
            )
        }
        let asked = try AskedTokens(mints, task: task)
        return try await asked.answer(inGroupsOf: Self.mostMints) {
            (mints) async throws(VenueError) in
            let request = client.request(["price", "v3"], [("ids", mints)])
            return try await client.tokens(
                task,
                request,
                of: source,
                on: "solana",
                asked,
                read: Self.read
            )
        }
    }

    /// Reads an answer.
    ///
    /// - Throws: ``JSONFault`` where it is no object.
    static func read(_ root: JSONValue, _ scope: TokenScope) throws(JSONFault) -> TokenAnswer {
        guard let prices = root.members else {
            throw JSONFault(words: "an object of prices by address was expected")
        }
        var tally = TokenTally()
        for (name, price) in prices where price.kind != .null {
            guard let mint = scope.mint(name) else { continue }
            tally.add(price) { () throws(RowFault) in
                guard TokenAddress.isValid(mint) else {
                    throw RowFault(
                        rule: "bad_mint",
                        reason: "the name \(quoted(mint)) is no address"
                    )
                }
                var snapshot = scope.snapshot(mint, of: price)
                snapshot.price = price["usdPrice"]?.amount
                snapshot.liquidity = price["liquidity"]?.amount
                snapshot.createdAt = price["createdAt"]?.moment
                return snapshot
            }
        }
        return tally.answer
    }
}
