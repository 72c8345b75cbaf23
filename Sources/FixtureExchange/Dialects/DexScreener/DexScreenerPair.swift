import ChandlerCore

/// One pair object.
struct DexScreenerPair {
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
        members.add("chainId", FixtureTokens.network)
        members.add("dexId", pool.dex)
        let address = pool.address.lowercased()
        members.add("url", "https://dexscreener.com/\(FixtureTokens.network)/\(address)")
        members.add("pairAddress", pool.address)
        members.add("labels", raw: pool.label.map { "[\(jsonString($0))]" })
        members.add("baseToken", raw: token(base.token))
        members.add("quoteToken", raw: token(quote.token))
        members.add("priceNative", price(base.price / quote.price))
        // A quiet token has no price in dollars.
        members.add("priceUsd", isQuiet ? nil : price(priceInDollars))
        let volume = market.volume(of: pool)
        members.add("txns", raw: windows { "{\"buys\":\($0 / 90),\"sells\":\($0 / 100)}" })
        members.add("volume", raw: volumes)
        members.add("priceChange", raw: changes)
        members.add("liquidity", raw: isQuiet ? nil : liquidity)
        if !base.token.quirks.contains(.young), volume > 0 {
            members.add("fdv", base.value.rounded())
            members.add("marketCap", (base.value / 2).rounded())
        }
        members.add("pairCreatedAt", Int(pool.createdAt.milliseconds))
        return members.text
    }

    private var isQuiet: Bool { base.isQuiet }

    private var priceInDollars: Double {
        base.token.quirks.contains(.corruptAtDexScreener) ? base.price / 4 : base.price
    }

    private var liquidity: String {
        var members = JSONMembers()
        members.add("usd", pool.liquidity)
        members.add("base", amount(pool.liquidity / 2 / base.price))
        members.add("quote", amount(pool.liquidity / 2 / quote.price))
        return members.text
    }

    /// Amounts have seven digits, with an exponent where they are tiny.
    private func amount(_ value: Double) -> Double? {
        Double(DecimalDigits(value).rounded(to: 7).short)
    }

    /// Keys are left out where nothing was traded.
    private var changes: String {
        var members = JSONMembers()
        guard !isQuiet, market.volume(of: pool) > 0 else { return members.text }
        if SolanaAddress.hash(pool.address) % 2 == 0 { members.add("m5", 0.25) }
        members.add("h1", 1.74)
        members.add("h6", -0.46)
        members.add("h24", raw: DecimalDigits(base.change).rounded(to: 3).plain())
        return members.text
    }

    /// Counts in four windows, of which the day has all.
    private func windows(_ body: (Int) -> String) -> String {
        let volume = Int(market.volume(of: pool))
        let shares = [
            ("h24", volume), ("h6", volume / 5), ("h1", volume / 30), ("m5", volume / 350),
        ]
        return "{" + shares.map { "\"\($0.0)\":\(body($0.1))" }.joined(separator: ",") + "}"
    }

    /// The day's volume with its cents; the shorter windows in whole dollars.
    private var volumes: String {
        let volume = market.volume(of: pool)
        var members = JSONMembers()
        members.add("h24", volume)
        members.add("h6", (volume / 5).rounded())
        members.add("h1", (volume / 30).rounded())
        members.add("m5", (volume / 350).rounded())
        return members.text
    }

    private func token(_ token: FixtureToken) -> String {
        var members = JSONMembers()
        members.add("address", token.mint)
        members.add("name", token.name)
        members.add("symbol", token.symbol)
        return members.text
    }

    /// Four digits after leading zeros, five in all from one on; never an exponent.
    private func price(_ value: Double) -> String {
        DecimalDigits(value).rounded(to: value < 1 ? 4 : 6).plain(places: value < 1 ? 4 : 2)
    }
}
