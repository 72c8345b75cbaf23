import ChandlerCore

/// `GET /v5/market/tickers`: all symbols of a category, or one.
///
/// Delisted symbols, which the list of instruments leaves out, are here as well: a client must not
/// take them for instruments.
struct BybitTickers {
    private let category: BybitCategory
    private let symbol: String?
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(BybitError) {
        guard let category = parameters["category"] else { throw .badCategory }
        self.category = try BybitCategory(category)
        symbol = parameters["symbol"]
        self.exchange = exchange
    }

    var answer: Answer {
        get throws(BybitError) {
            let tickers = try BybitError.reading(try exchange.dayTickers()).filter {
                $0.symbol == symbol ?? $0.symbol
            }
            return .bybit(
                result: "{\"category\":\"\(category.rawValue)\",\"list\":["
                    + tickers.map(entry).joined(separator: ",") + "]}",
                now: exchange.clock.now
            )
        }
    }

    private func entry(_ ticker: DayTicker) -> String {
        let isInverse = category == .inverse
        let (volume, turnover) =
            isInverse
            ? (ticker.quoteVolume, ticker.volume) : (ticker.volume, ticker.quoteVolume)
        return "{\"symbol\":\"\(ticker.symbol)\",\"bid1Price\":\"\(ticker.last)\","
            + "\"bid1Size\":\"1\",\"ask1Price\":\"\(ticker.last)\",\"ask1Size\":\"1\","
            + "\"lastPrice\":\"\(ticker.last)\",\"prevPrice24h\":\"\(ticker.open)\","
            + "\"price24hPcnt\":\"\(ticker.change)\",\"highPrice24h\":\"\(ticker.high)\","
            + "\"lowPrice24h\":\"\(ticker.low)\",\"turnover24h\":\"\(turnover)\","
            + "\"volume24h\":\"\(volume)\"}"
    }
}
