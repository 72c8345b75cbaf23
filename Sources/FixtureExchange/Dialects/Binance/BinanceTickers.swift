import ChandlerCore

/// `GET /api/v3/ticker/24hr`: of one symbol an object, of all an array; long or, with
/// `type=MINI`, short.
///
/// The parameter `symbols` is not served.
struct BinanceTickers {
    private let symbol: String?
    private let isShort: Bool
    private let exchange: Exchange

    init(_ request: VenueRequest, _ exchange: Exchange) throws(BinanceError) {
        self.exchange = exchange
        let type = request.query["type"] ?? "FULL"
        guard ["FULL", "MINI"].contains(type) else { throw .notValid("type") }
        guard request.query["symbols"] == nil else { throw .badCombination }
        isShort = type == "MINI"
        symbol = try request.query["symbol"].map { (text) throws(BinanceError) in
            try BinanceKlinesParameters.symbol(text)
        }
        if let symbol, !exchange.store.hasSymbol(symbol) { throw .unknownSymbol }
    }

    var answer: Answer {
        get throws(BinanceError) {
            let tickers = try BinanceError.reading(try exchange.dayTickers())
            guard let symbol else {
                return Answer(text: "[" + tickers.map(entry).joined(separator: ",") + "]")
            }
            return Answer(text: tickers.first { $0.symbol == symbol }.map(entry) ?? "{}")
        }
    }

    private func entry(_ ticker: DayTicker) -> String {
        let long =
            isShort
            ? ""
            : "\"priceChange\":\"\(Price(raw: ticker.last.raw - ticker.open.raw))\","
                + "\"priceChangePercent\":\"\(Price(raw: ticker.change.raw &* 100))\","
                + "\"weightedAvgPrice\":\"\(ticker.average)\",\"bidPrice\":\"\(ticker.last)\","
                + "\"askPrice\":\"\(ticker.last)\","
        return "{\"symbol\":\"\(ticker.symbol)\",\(long)\"openPrice\":\"\(ticker.open)\","
            + "\"highPrice\":\"\(ticker.high)\",\"lowPrice\":\"\(ticker.low)\","
            + "\"lastPrice\":\"\(ticker.last)\",\"volume\":\"\(ticker.volume)\","
            + "\"quoteVolume\":\"\(ticker.quoteVolume)\",\"openTime\":\(ticker.start.milliseconds),"
            + "\"closeTime\":\(ticker.end.milliseconds),\"firstId\":0,"
            + "\"lastId\":\(max(0, ticker.tradeCount - 1)),\"count\":\(ticker.tradeCount)}"
    }
}
