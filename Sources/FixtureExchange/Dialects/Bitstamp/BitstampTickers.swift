import ChandlerCore

/// `GET /api/v2/ticker/`: all markets; that of one market is not served.
struct BitstampTickers {
    private let exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    var answer: Answer {
        get throws(BitstampError) {
            let entries = try BitstampError.reading(try exchange.dayTickers()).map(Self.entry)
            return Answer(text: "[" + entries.joined(separator: ",") + "]")
        }
    }

    private static func entry(_ ticker: DayTicker) -> String {
        let percent = Price(raw: ticker.change.raw &* 100)
        return "{\"timestamp\":\"\(ticker.end.milliseconds / 1_000)\","
            + "\"open\":\"\(ticker.open)\",\"high\":\"\(ticker.high)\",\"low\":\"\(ticker.low)\","
            + "\"last\":\"\(ticker.last)\",\"volume\":\"\(ticker.volume)\","
            + "\"vwap\":\"\(ticker.average)\",\"bid\":\"\(ticker.last)\","
            + "\"ask\":\"\(ticker.last)\",\"side\":\"0\",\"open_24\":\"\(ticker.open)\","
            + "\"percent_change_24\":\"\(percent)\",\"market_type\":\"SPOT\","
            + "\"pair\":\"\(BitstampMarkets.name(of: ticker.symbol))\"}"
    }
}
