import ChandlerCore

/// `GET /spot/tickers`: all pairs, or one in an array of its own.
struct GateTickers {
    private let symbol: String?
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(GateError) {
        self.exchange = exchange
        symbol = try parameters["currency_pair"].map { (name) throws(GateError) in
            try GateCurrencyPairs(exchange).symbol(named: name)
        }
    }

    var answer: Answer {
        get throws(GateError) {
            let tickers = try GateError.reading(try exchange.dayTickers()).filter {
                $0.symbol == symbol ?? $0.symbol
            }
            return Answer(text: "[" + tickers.map(Self.entry).joined(separator: ",") + "]")
        }
    }

    private static func entry(_ ticker: DayTicker) -> String {
        let percent = Price(raw: ticker.change.raw &* 100)
        return "{\"currency_pair\":\"\(GateCurrencyPairs.name(of: ticker.symbol))\","
            + "\"last\":\"\(ticker.last)\",\"lowest_ask\":\"\(ticker.last)\","
            + "\"highest_bid\":\"\(ticker.last)\",\"change_percentage\":\"\(percent)\","
            + "\"base_volume\":\"\(ticker.volume)\",\"quote_volume\":\"\(ticker.quoteVolume)\","
            + "\"high_24h\":\"\(ticker.high)\",\"low_24h\":\"\(ticker.low)\"}"
    }
}
