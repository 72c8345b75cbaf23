import ChandlerCore

/// `GET /api/v3/exchangeInfo`: the limits, and what is traded.
struct BinanceExchangeInfo {
    private let symbols: [String]
    private let status: String?
    private let unit: BinanceTimeUnit
    private let exchange: Exchange

    init(_ request: VenueRequest, _ exchange: Exchange) throws(BinanceError) {
        self.exchange = exchange
        unit = try BinanceTimeUnit(of: request)
        let one = request.query["symbol"]
        let many = request.query["symbols"]
        status = request.query["symbolStatus"]
        // Permissions other than SPOT do not exist here; the parameter is read and heeded.
        let permission = request.query["permissions"]
        let selected = one != nil || many != nil
        if one != nil && many != nil || selected && (status ?? permission) != nil {
            throw .badCombination
        }
        if let one {
            symbols = [try BinanceKlinesParameters.symbol(one)]
        } else if let many {
            symbols = try BinanceExchangeInfo.list(many)
        } else {
            let isSpot = permission?.contains("SPOT") ?? true
            symbols = isSpot ? exchange.store.symbols : []
        }
        guard symbols.allSatisfy(exchange.store.hasSymbol) else { throw .unknownSymbol }
    }

    var answer: Answer {
        get throws(BinanceError) {
            var listed: [String] = []
            for symbol in symbols where status == nil || status == state(of: symbol) {
                listed.append(try object(symbol))
            }
            let now = unit.number(exchange.clock.now)
            return Answer(
                text: "{\"timezone\":\"UTC\",\"serverTime\":\(now),\"rateLimits\":[\(limits)],"
                    + "\"exchangeFilters\":[],\"symbols\":[\(listed.joined(separator: ","))]}"
            )
        }
    }

    /// The advertised limits; only request weight is enforced.
    private var limits: String {
        let weight = exchange.configuration.weightLimit
        let limits = [
            ("REQUEST_WEIGHT", "MINUTE", 1, weight), ("ORDERS", "SECOND", 10, 100),
            ("ORDERS", "DAY", 1, 200_000),
            ("RAW_REQUESTS", "MINUTE", 5, max(61_000, weight * 5)),
        ]
        return limits.map { kind, interval, count, limit in
            "{\"rateLimitType\":\"\(kind)\",\"interval\":\"\(interval)\","
                + "\"intervalNum\":\(count),\"limit\":\(limit)}"
        }.joined(separator: ",")
    }

    private func state(of symbol: String) -> String {
        exchange.configuration.statuses[symbol] ?? "TRADING"
    }

    private func object(_ symbol: String) throws(BinanceError) -> String {
        let steps = try BinanceError.reading(try exchange.store.steps(of: symbol))
        let tick = DecimalSteps.step(steps.priceDecimals)
        let step = DecimalSteps.step(steps.volumeDecimals)
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        return "{\"symbol\":\"\(symbol)\",\"status\":\"\(state(of: symbol))\","
            + "\"baseAsset\":\"\(base)\",\"baseAssetPrecision\":8,\"quoteAsset\":\"\(quote)\","
            + "\"quotePrecision\":8,\"quoteAssetPrecision\":8,\"orderTypes\":[\"LIMIT\"],"
            + "\"isSpotTradingAllowed\":true,\"isMarginTradingAllowed\":false,\"filters\":["
            + "{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"\(tick)\","
            + "\"maxPrice\":\"1000000.00000000\",\"tickSize\":\"\(tick)\"},"
            + "{\"filterType\":\"LOT_SIZE\",\"minQty\":\"\(step)\","
            + "\"maxQty\":\"9000000000.00000000\",\"stepSize\":\"\(step)\"}],"
            + "\"permissions\":[],\"permissionSets\":[[\"SPOT\"]]}"
    }

    private static var illegalList: BinanceError {
        let symbol = "\"[A-Z0-9-_.]{1,20}\""
        return .illegal("symbols", range: "^\\[(\(symbol)(,\(symbol)){0,})?\\]$")
    }

    /// Reads `["A","B"]`.
    private static func list(_ text: String) throws(BinanceError) -> [String] {
        guard text.hasPrefix("["), text.hasSuffix("]"), text.utf8.count > 2 else {
            throw illegalList
        }
        var symbols: [String] = []
        for item in text.dropFirst().dropLast().split(separator: ",") {
            guard item.hasPrefix("\""), item.hasSuffix("\""), item.utf8.count > 2 else {
                throw illegalList
            }
            symbols.append(
                try BinanceKlinesParameters.symbol(String(item.dropFirst().dropLast()))
            )
        }
        return symbols
    }

    /// Splits a ticker before the asset it ends with; the last three letters where none fits.
    static func assets(of symbol: String) -> (base: String, quote: String) {
        let quotes = ["FDUSD", "USDT", "USDC", "BUSD", "TUSD", "BTC", "ETH", "BNB", "EUR", "USD"]
        let plain = symbol.filter { $0 != "-" && $0 != "_" && $0 != "." }
        let known = quotes.first { plain.hasSuffix($0) && plain.count > $0.count }
        let quote = known ?? String(plain.suffix(3))
        let base = plain.dropLast(quote.count)
        return (base.isEmpty ? plain : String(base), quote)
    }
}
