import ChandlerCore

/// `GET /coins/list` and `GET /coins/markets`.
struct CoinGeckoCoins {
    private let call: DialectCall
    private let coins: [FixtureToken]

    init(_ call: DialectCall) {
        self.call = call
        coins = call.market.tokens.filter { $0.coin != nil }
    }

    /// All coins, also some that are on no chain, or on one whose address is empty.
    var list: Answer {
        let hasPlatforms = call.query["include_platform"] == "true"
        let known = coins.map { coin in
            entry(coin.coin, coin.symbol, coin.name, platforms(of: coin), hasPlatforms)
        }
        let others = [
            entry("bitcoin", "btc", "Bitcoin", "{}", hasPlatforms),
            entry(
                "fixture-bridged",
                "fxb",
                "Fixture Bridged",
                "{\"ethereum\":\"0xfaba6f8e4a5e8ab82f62fe7c39859fa577269be3\",\"solana\":\"\"}",
                hasPlatforms
            ),
        ]
        return Answer(text: "[" + (others + known).joined(separator: ",") + "]")
    }

    private func platforms(of coin: FixtureToken) -> String {
        let isTwice = coin.coin == FixtureTokens.graniteCoin
        let other = isTwice ? "\"ethereum\":\"0xdac17f958d2ee523a2206206994597c13d831ec7\"," : ""
        return "{\(other)\"\(FixtureTokens.network)\":\"\(coin.mint)\"}"
    }

    private func entry(
        _ id: String?,
        _ symbol: String,
        _ name: String,
        _ platforms: String,
        _ hasPlatforms: Bool
    ) -> String {
        var members = JSONMembers()
        members.add("id", id)
        members.add("symbol", symbol.lowercased())
        members.add("name", name)
        members.add("platforms", raw: hasPlatforms ? platforms : nil)
        return members.text
    }

    /// Coins by market value, those without one last; unknown ids are left out.
    func markets() throws(CoinGeckoError) -> Answer {
        let query = call.query
        try CoinGeckoCandles.checkCurrency(query)
        guard let size = query.count("per_page", preset: 100, within: 1...250),
            let page = query.count("page", preset: 1, within: 1...100_000)
        else { throw CoinGeckoError(status: 422, .plain("Invalid per_page or page")) }
        let market = call.market
        var wanted = coins
        if query["ids"] != nil {
            let ids = Set(query.list("ids"))
            wanted = wanted.filter { ids.contains($0.coin ?? "") }
        } else if query["symbols"] != nil {
            let symbols = Set(query.list("symbols").map { $0.lowercased() })
            wanted = wanted.filter { symbols.contains($0.symbol.lowercased()) }
        } else if query["names"] != nil {
            let names = Set(query.list("names").map { $0.lowercased() })
            wanted = wanted.filter { names.contains($0.name.lowercased()) }
        }
        let ranked = wanted.map { market.state(of: $0) }
            .sorted { ($0.isQuiet ? 0 : $0.value) > ($1.isQuiet ? 0 : $1.value) }
        let rows = Array(ranked.dropFirst((page - 1) * size).prefix(size).map(\.token))
        let list = EntryList(rows, at: call.exchange.clock.now, disturbing: call.faults)
        return Answer(
            text: list.array { coin, moment in
                CoinGeckoMarket(TokenMarket(call.exchange, at: moment).state(of: coin)).text
            }
        )
    }
}
