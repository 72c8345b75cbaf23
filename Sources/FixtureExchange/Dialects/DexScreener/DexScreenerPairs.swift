import ChandlerCore

/// Pairs as DexScreener tells them: prices as texts of four or five digits, no time of the values.
struct DexScreenerPairs {
    private static let mostAddresses = 30
    private static let mostPairs = 30

    private let call: DialectCall

    init(_ call: DialectCall) {
        self.call = call
    }

    func answer(_ endpoint: DexScreenerVoice.Endpoint) throws(DexScreenerError) -> Answer {
        switch endpoint {
        case .tokens(let chain, let addresses):
            return array(try pools(of: addresses, on: chain))
        case .tokenPairs(let chain, let address):
            return array(try pools(of: [address], on: chain))
        case .latestTokens(let addresses):
            return object(try pools(of: addresses, on: FixtureTokens.network), nothing: "null")
        case .latestPairs(let chain, let addresses):
            return try pairs(addresses, on: chain)
        case .search: return object(found, nothing: "[]")
        }
    }

    private func pools(
        of addresses: [String],
        on chain: String
    ) throws(DexScreenerError) -> [FixturePool] {
        try check(addresses)
        guard chain == FixtureTokens.network else { return [] }
        var seen: Set<String> = []
        let all = addresses.flatMap { mint in isKnown(mint) ? call.market.pools(of: mint) : [] }
        return all.filter { isListed($0) && seen.insert($0.address).inserted }
    }

    private func pairs(_ addresses: [String], on chain: String) throws(DexScreenerError) -> Answer {
        try check(addresses)
        let pools = chain == FixtureTokens.network ? addresses.compactMap(call.market.pool) : []
        let list = texts(pools.filter(isListed))
        var members = JSONMembers()
        members.add("schemaVersion", "1.0.0")
        members.add("pairs", raw: list.isEmpty ? "null" : "[" + list.joined(separator: ",") + "]")
        if addresses.count == 1 { members.add("pair", raw: list.first ?? "null") }
        return Answer(text: members.text)
    }

    /// What the words fit: a ticker, a name, or an address of a token or pair.
    private var found: [FixturePool] {
        let words = call.query["q"] ?? ""
        let market = call.market
        let tokens = market.search(words, without: .unknownToDexScreener)
        let pools =
            tokens.flatMap { market.pools(of: $0.mint) } + market.pools(of: words)
            + [market.pool(words)].compactMap { $0 }
        var seen: Set<String> = []
        let unique = pools.filter { isListed($0) && seen.insert($0.address).inserted }
        return Array(unique.prefix(Self.mostPairs))
    }

    private func check(_ addresses: [String]) throws(DexScreenerError) {
        guard !addresses.isEmpty, addresses.count <= Self.mostAddresses else {
            throw DexScreenerError(message: "between 1 and 30 addresses are accepted")
        }
        for address in addresses where !SolanaAddress.isAddress(address) && !isForeign(address) {
            throw DexScreenerError(message: "invalid address: \(address)")
        }
    }

    private func isForeign(_ address: String) -> Bool { address.hasPrefix("0x") }

    private func isKnown(_ mint: String) -> Bool {
        call.market.token(mint).map { !$0.quirks.contains(.unknownToDexScreener) } ?? false
    }

    private func isListed(_ pool: FixturePool) -> Bool {
        isKnown(pool.base) && isKnown(pool.quote)
    }

    private func array(_ pools: [FixturePool]) -> Answer {
        Answer(text: "[" + texts(pools).joined(separator: ",") + "]")
    }

    private func object(_ pools: [FixturePool], nothing: String) -> Answer {
        let list = texts(pools)
        let text = list.isEmpty ? nothing : "[" + list.joined(separator: ",") + "]"
        return Answer(text: "{\"schemaVersion\":\"1.0.0\",\"pairs\":\(text)}")
    }

    private func texts(_ pools: [FixturePool]) -> [String] {
        EntryList(pools, at: call.exchange.clock.now, disturbing: call.faults)
            .texts { pool, moment in
                DexScreenerPair(pool, TokenMarket(call.exchange, at: moment))?.text
            }
    }
}
