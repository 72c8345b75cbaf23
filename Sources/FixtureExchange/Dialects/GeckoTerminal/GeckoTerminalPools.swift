import ChandlerCore

/// Lists of pools, twenty a page and ten pages at most.
struct GeckoTerminalPools {
    private static let rowsOfPage = 20
    private static let lastPage = 10
    private static let mostAddresses = 30

    private let call: DialectCall
    private let market: TokenMarket

    init(_ call: DialectCall) {
        self.call = call
        market = call.market
    }

    /// One pool as an object, or several as an array without those that are not known.
    func answer(
        _ addresses: [String],
        on network: String,
        isMany: Bool
    ) throws(GeckoTerminalError) -> Answer {
        try check(network)
        guard addresses.count <= Self.mostAddresses else {
            throw GeckoTerminalError(title: "Exceeded maximum number of addresses allowed: 30")
        }
        let pools = addresses.compactMap(market.pool).filter(isListed)
        if isMany { return list(pools) }
        guard let pool = pools.first else { throw .notFound }
        let text = GeckoTerminalPool(pool, market)?.text ?? "null"
        return Answer(text: "{\"data\":\(text)}")
    }

    func answer(ofToken mint: String, on network: String) throws(GeckoTerminalError) -> Answer {
        try check(network)
        guard isKnown(mint) else { throw .notFound }
        return list(try page(of: market.pools(of: mint).filter(isListed)))
    }

    func newest(on network: String) throws(GeckoTerminalError) -> Answer {
        try check(network)
        let pools = market.recent(TokenBook.remembered).map(\.pool)
        return list(try page(of: pools))
    }

    /// What a word or an address fits.
    func search() throws(GeckoTerminalError) -> Answer {
        let words = call.query["query"] ?? ""
        if let network = call.query["network"] { try check(network) }
        let tokens = market.search(words, without: .unknownToGeckoTerminal)
        let pools =
            [market.pool(words)].compactMap { $0 } + market.pools(of: words)
            + tokens.flatMap { market.pools(of: $0.mint) }
        var seen: Set<String> = []
        return list(try page(of: pools.filter { isListed($0) && seen.insert($0.address).inserted }))
    }

    private func check(_ network: String) throws(GeckoTerminalError) {
        guard network == FixtureTokens.network else { throw .notFound }
    }

    private func isKnown(_ mint: String) -> Bool {
        market.token(mint).map { !$0.quirks.contains(.unknownToGeckoTerminal) } ?? false
    }

    private func isListed(_ pool: FixturePool) -> Bool {
        isKnown(pool.base) && isKnown(pool.quote)
    }

    private func page(of pools: [FixturePool]) throws(GeckoTerminalError) -> [FixturePool] {
        guard let page = call.query.count("page", preset: 1, within: 1...1_000) else {
            throw GeckoTerminalError(title: "Invalid page")
        }
        guard page <= Self.lastPage else { throw .lastPage }
        return Array(pools.dropFirst((page - 1) * Self.rowsOfPage).prefix(Self.rowsOfPage))
    }

    private func list(_ pools: [FixturePool]) -> Answer {
        let entries = EntryList(pools, at: call.exchange.clock.now, disturbing: call.faults)
        let array = entries.array { pool, moment in
            GeckoTerminalPool(pool, TokenMarket(call.exchange, at: moment))?.text
        }
        return Answer(text: "{\"data\":\(array)}")
    }
}
