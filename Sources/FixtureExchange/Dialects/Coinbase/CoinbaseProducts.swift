/// The lists of products, of every symbol there are candles of.
struct CoinbaseProducts {
    private let exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// The symbol of a product, or `nil` where there is none.
    static func symbol(of product: String, in exchange: Exchange) -> String? {
        let symbol = product.filter { $0 != "-" }
        guard exchange.store.hasSymbol(symbol), id(of: symbol) == product else { return nil }
        return symbol
    }

    /// A ticker with a dash between its assets.
    static func id(of symbol: String) -> String {
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        return "\(base)-\(quote)"
    }

    func answer(_ api: CoinbaseEndpoint.API) throws(CoinbaseError) -> Answer {
        var products: [String] = []
        for symbol in exchange.store.symbols { products.append(try object(symbol, api)) }
        let list = "[" + products.joined(separator: ",") + "]"
        return switch api {
        case .exchange: Answer(text: list)
        case .advanced:
            Answer(
                text: "{\"products\":\(list),\"num_products\":\(products.count),"
                    + "\"pagination\":null}"
            )
        }
    }

    private func object(
        _ symbol: String,
        _ api: CoinbaseEndpoint.API
    ) throws(CoinbaseError) -> String {
        let steps = try CoinbaseError.reading(try exchange.store.steps(of: symbol))
        let tick = DecimalSteps.step(steps.priceDecimals)
        let step = DecimalSteps.step(steps.volumeDecimals)
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        let isOnline = exchange.configuration.statuses[symbol].map { $0 == "TRADING" } ?? true
        let status = isOnline ? "online" : "delisted"
        return switch api {
        case .exchange:
            "{\"id\":\"\(base)-\(quote)\",\"base_currency\":\"\(base)\","
                + "\"quote_currency\":\"\(quote)\",\"quote_increment\":\"\(tick)\","
                + "\"base_increment\":\"\(step)\",\"status\":\"\(status)\","
                + "\"trading_disabled\":\(!isOnline)}"
        case .advanced:
            "{\"product_id\":\"\(base)-\(quote)\",\"base_increment\":\"\(step)\","
                + "\"quote_increment\":\"\(tick)\",\"is_disabled\":false,"
                + "\"status\":\"\(status)\",\"product_type\":\"SPOT\","
                + "\"quote_currency_id\":\"\(quote)\",\"base_currency_id\":\"\(base)\","
                + "\"alias\":\"\",\"alias_to\":[],\"price_increment\":\"\(tick)\""
                + "\(try CoinbaseTickers.members(of: symbol, in: exchange))}"
        }
    }
}
