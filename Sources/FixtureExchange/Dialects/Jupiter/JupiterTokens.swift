import ChandlerCore

/// The arrays of `/tokens/v2`: token objects in which nearly every field may be missing.
enum JupiterTokens {
    private static let mostMints = 100
    private static let mostFound = 20
    private static let mostRecent = 30

    /// `GET /tokens/v2/search?query=`: mints, or words of a ticker or name.
    static func search(_ call: DialectCall) throws(JupiterError) -> Answer {
        let words = call.query["query"] ?? ""
        guard !words.isEmpty else { throw .badParameter("query is required") }
        let parts = call.query.list("query")
        guard parts.count > 1 || parts.contains(where: SolanaAddress.isAddress) else {
            let found = call.market.search(words, without: .unknownToJupiter)
            return array(found.prefix(mostFound).map(\.mint), call)
        }
        guard parts.count <= mostMints else {
            throw .badParameter("Too many mints: \(parts.count), at most \(mostMints)")
        }
        var seen: Set<String> = []
        return array(parts.filter { seen.insert($0).inserted }, call)
    }

    /// `GET /tokens/v2/recent`: the newest, by the creation of their first pool.
    static func recent(_ call: DialectCall) -> Answer {
        array(call.market.recent(mostRecent).map(\.token.mint), call)
    }

    private static func array(_ mints: [String], _ call: DialectCall) -> Answer {
        let list = EntryList(mints, at: call.exchange.clock.now, disturbing: call.faults)
        return Answer(
            contentType: "application/json",
            text: list.array { mint, moment in
                let market = TokenMarket(call.exchange, at: moment)
                guard let token = market.token(mint), !token.quirks.contains(.unknownToJupiter)
                else { return nil }
                return JupiterTokens.object(market.state(of: token), market)
            }
        )
    }

    private static func object(_ state: TokenState, _ market: TokenMarket) -> String {
        let token = state.token
        let isPriced = !token.quirks.contains(.unpriced)
        var members = JSONMembers()
        members.add("id", token.mint)
        members.add("name", token.name)
        members.add("symbol", token.symbol)
        members.add("icon", token.quirks.contains(.young) ? nil : "https://example.com/icon.png")
        members.add("decimals", token.decimals)
        members.add("tokenProgram", "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA")
        members.add("circSupply", token.supply / 2)
        members.add("totalSupply", token.supply)
        if let pool = market.pools(of: token.mint).min(by: { $0.createdAt < $1.createdAt }) {
            var first = JSONMembers()
            first.add("id", pool.address)
            first.add("createdAt", pool.createdAt.description)
            members.add("firstPool", first)
        }
        members.add("holderCount", raw: state.isQuiet ? "null" : "\(state.holders)")
        members.add("audit", raw: "{\"mintAuthorityDisabled\":true,\"topHoldersPercentage\":15.45}")
        members.add("organicScore", token.quirks.contains(.verified) ? 97.98 : 0)
        members.add("isVerified", raw: token.quirks.contains(.verified) ? "true" : nil)
        members.add("tags", raw: token.quirks.contains(.verified) ? "[\"verified\"]" : nil)
        if isPriced {
            members.add("fdv", state.value)
            members.add("mcap", (state.value * 50).rounded() / 100)
            members.add("usdPrice", raw: JupiterPrices.text(state.price))
            members.add("priceBlockId", state.slot)
            members.add("liquidity", state.liquidity)
        }
        members.add("stats24h", raw: isPriced ? stats(state) : nil)
        if token.quirks.contains(.young) { members.add("metaLaunchpad", "pump.fun") }
        members.add("ctLikes", raw: state.isQuiet ? "null" : nil)
        // Nanoseconds, of which the last three are more than others can keep.
        members.add("updatedAt", nanoseconds(state.updatedAt))
        return members.text
    }

    /// The window of a day; without trades only keys of holders are left.
    private static func stats(_ state: TokenState) -> String {
        var members = JSONMembers()
        members.add("holderChange", -0.03)
        guard !state.isQuiet else { return members.text }
        let bought = (state.volume * 45).rounded() / 100
        members.add("priceChange", state.change)
        members.add("buyVolume", bought)
        members.add("sellVolume", ((state.volume - bought) * 100).rounded() / 100)
        members.add("numBuys", 1 + Int(state.volume / 100))
        members.add("numSells", 1 + Int(state.volume / 110))
        members.add("numTraders", 1 + Int(state.volume / 900))
        return members.text
    }

    private static func nanoseconds(_ moment: Timestamp) -> String {
        let fraction = "\(1_000_000 + moment.microseconds % 1_000_000)".dropFirst()
        return "\(moment.description.prefix(19)).\(fraction)123Z"
    }
}
