import ChandlerCore

/// One pool as a JSON:API object, whose numbers are texts.
struct GeckoTerminalPool {
    private let pool: FixturePool
    private let market: TokenMarket
    private let base: TokenState
    private let quote: TokenState

    /// `nil` where one of the tokens is not known.
    init?(_ pool: FixturePool, _ market: TokenMarket) {
        guard let sides = market.sides(of: pool) else { return nil }
        (base, quote) = sides
        self.pool = pool
        self.market = market
    }

    var text: String {
        var members = JSONMembers()
        members.add("id", "\(FixtureTokens.network)_\(pool.address)")
        members.add("type", "pool")
        members.add("attributes", attributes)
        var relations = JSONMembers()
        relations.add("base_token", raw: relation("\(FixtureTokens.network)_\(pool.base)", "token"))
        relations.add(
            "quote_token",
            raw: relation("\(FixtureTokens.network)_\(pool.quote)", "token")
        )
        relations.add("dex", raw: relation(pool.geckoDex, "dex"))
        members.add("relationships", relations)
        return members.text
    }

    private var attributes: JSONMembers {
        var members = JSONMembers()
        members.add("base_token_price_usd", price(base.price, of: base))
        members.add("base_token_price_native_currency", price(base.price / native, of: base))
        members.add("quote_token_price_usd", price(quote.price, of: quote))
        members.add("base_token_price_quote_token", price(base.price / quote.price, of: base))
        members.add("quote_token_price_base_token", price(quote.price / base.price, of: base))
        members.add("address", pool.address)
        members.add("name", "\(base.token.symbol) / \(quote.token.symbol)")
        members.add("pool_created_at", String(pool.createdAt.description.prefix(19)) + "Z")
        members.add("fdv_usd", price(base.value, of: base))
        let isRanked = base.token.quirks.contains(.verified)
        members.add(
            "market_cap_usd",
            raw: isRanked ? "\"\(DecimalDigits(base.value / 2).plain())\"" : "null"
        )
        members.add("price_change_percentage", changes)
        members.add("transactions", transactions)
        members.add("volume_usd", volumes)
        members.add("reserve_in_usd", DecimalDigits(pool.liquidity).plain())
        return members
    }

    private var native: Double { market.price(of: FixtureTokens.wrappedSOL) ?? 1 }

    /// A price with an exponent inside the text, or with sixty and more decimals, by the pool.
    private func price(_ value: Double, of state: TokenState) -> String {
        if state.token.quirks.contains(.notANumber) { return "NaN" }
        let digits = DecimalDigits(value)
        let seed = SolanaAddress.hash(pool.address)
        let hasExponent = digits.short.contains("e") && seed % 2 == 0
        return hasExponent ? digits.short : digits.lengthened(to: 60, seed: seed).plain(places: 1)
    }

    private var changes: JSONMembers {
        windows { name, _ in
            let isDay = name == "h24" && !base.isQuiet
            return isDay ? "\"\(DecimalDigits(base.change).plain())\"" : "\"0\""
        }
    }

    private var transactions: JSONMembers {
        windows { _, share in
            let count = Int(market.volume(of: pool) * share)
            return "{\"buys\":\(count / 90),\"sells\":\(count / 100),"
                + "\"buyers\":\(count / 300),\"sellers\":\(count / 400)}"
        }
    }

    private var volumes: JSONMembers {
        windows { _, share in
            "\"\(DecimalDigits(market.volume(of: pool) * share).plain())\""
        }
    }

    private func windows(_ body: (String, Double) -> String) -> JSONMembers {
        var members = JSONMembers()
        let shares = [
            ("m5", 1.0 / 300), ("m15", 0.01), ("m30", 0.02), ("h1", 0.05), ("h6", 0.25),
            ("h24", 1),
        ]
        for (name, share) in shares { members.add(name, raw: body(name, share)) }
        return members
    }

    private func relation(_ id: String, _ type: String) -> String {
        "{\"data\":{\"id\":\(jsonString(id)),\"type\":\"\(type)\"}}"
    }
}
