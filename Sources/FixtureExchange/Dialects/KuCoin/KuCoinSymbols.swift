/// `GET /api/v2/symbols`: every symbol there are candles of.
struct KuCoinSymbols {
    private let exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// The ticker of a pair with a dash, or `nil` where there is none.
    static func symbol(of pair: String, in exchange: Exchange) -> String? {
        let symbol = pair.filter { $0 != "-" }
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        guard exchange.store.hasSymbol(symbol), pair == "\(base)-\(quote)" else { return nil }
        return symbol
    }

    var answer: Answer {
        get throws(KuCoinError) {
            var entries: [String] = []
            for symbol in exchange.store.symbols { entries.append(try object(symbol)) }
            return .kucoin(data: "[" + entries.joined(separator: ",") + "]")
        }
    }

    private func object(_ symbol: String) throws(KuCoinError) -> String {
        let steps = try KuCoinError.reading(try exchange.store.steps(of: symbol))
        let tick = DecimalSteps.step(steps.priceDecimals)
        let (base, quote) = BinanceExchangeInfo.assets(of: symbol)
        let isEnabled = exchange.configuration.statuses[symbol].map { $0 == "TRADING" } ?? true
        return "{\"symbol\":\"\(base)-\(quote)\",\"name\":\"\(base)-\(quote)\","
            + "\"baseCurrency\":\"\(base)\",\"quoteCurrency\":\"\(quote)\","
            + "\"feeCurrency\":\"\(quote)\",\"market\":\"USDS\","
            + "\"baseIncrement\":\"\(DecimalSteps.step(steps.volumeDecimals))\","
            + "\"quoteIncrement\":\"\(tick)\",\"priceIncrement\":\"\(tick)\","
            + "\"enableTrading\":\(isEnabled)}"
    }
}
