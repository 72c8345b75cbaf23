import ChandlerCore

/// Turns the texts of a candle file into a pool's numbers, in the currency that is asked for.
///
/// Dollars of the base token are the file's digits with the point moved, so nothing is rounded;
/// other views are computed, with the other token's present price for all rows.
struct GeckoTerminalScale {
    private let base: FixtureToken
    private let quote: FixtureToken
    private let isQuote: Bool
    private let isInToken: Bool
    private let quotePrice: Double

    init(_ pool: FixturePool, _ call: DialectCall) throws(GeckoTerminalError) {
        let market = call.market
        guard let base = market.token(pool.base), let quote = market.token(pool.quote),
            !base.quirks.union(quote.quirks).contains(.unknownToGeckoTerminal)
        else { throw .notFound }
        (self.base, self.quote) = (base, quote)
        switch call.query["token"] ?? "base" {
        case "base", base.mint: isQuote = false
        case "quote", quote.mint: isQuote = true
        default: throw GeckoTerminalError(title: "Invalid token. Token is not in the pool")
        }
        switch call.query["currency"] ?? "usd" {
        case "usd": isInToken = false
        case "token": isInToken = true
        default: throw GeckoTerminalError(title: "Invalid currency. Allowed values: usd, token")
        }
        quotePrice = market.price(of: quote.mint) ?? 1
    }

    /// The tokens of the pool, the one that is priced as the base.
    var meta: String {
        var members = JSONMembers()
        members.add("base", isQuote ? tell(quote) : tell(base))
        members.add("quote", isQuote ? tell(base) : tell(quote))
        return members.text
    }

    private func tell(_ token: FixtureToken) -> JSONMembers {
        var members = JSONMembers()
        members.add("name", token.name)
        members.add("symbol", token.symbol)
        members.add("coingecko_coin_id", raw: token.coin.map(jsonString) ?? "null")
        members.add("address", token.mint)
        return members
    }

    func row(_ texts: [CandleField: [UInt8]], at open: Int64) -> GeckoTerminalRow {
        let fields: [CandleField] =
            isQuote && isInToken ? [.open, .low, .high, .close] : [.open, .high, .low, .close]
        let revised = texts[.openTime].map { String(decoding: $0, as: UTF8.self) }
        return GeckoTerminalRow(
            open: open,
            time: revised == "\(open)" ? nil : revised,
            prices: fields.map { price(Self.text(texts[$0])) },
            volume: volume(Self.text(texts[.quoteVolume] ?? texts[.volume]))
        )
    }

    private func price(_ text: String) -> String {
        guard let digits = DecimalDigits(text)?.shifted(by: base.candleScale ?? 0) else {
            return GeckoTerminalScale.broken(text)
        }
        guard isQuote || isInToken else { return digits.float }
        let dollars = Double(digits.short) ?? 0
        return switch (isQuote, isInToken) {
        case (true, true): "\(quotePrice / dollars)"
        case (true, false): "\(quotePrice)"
        default: "\(dollars / quotePrice)"
        }
    }

    private func volume(_ text: String) -> String {
        guard let digits = DecimalDigits(text) else { return GeckoTerminalScale.broken(text) }
        return isInToken ? "\((Double(digits.short) ?? 0) / quotePrice)" : digits.float
    }

    /// A text that is no decimal, as valid JSON.
    private static func broken(_ text: String) -> String {
        text.isEmpty ? "null" : jsonString(text)
    }

    private static func text(_ bytes: [UInt8]?) -> String {
        String(decoding: bytes ?? [], as: UTF8.self)
    }
}
