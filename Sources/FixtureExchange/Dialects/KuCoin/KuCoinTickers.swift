import ChandlerCore

/// `GET /api/v1/market/allTickers`.
struct KuCoinTickers {
    private let exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    var answer: Answer {
        get throws(KuCoinError) {
            let entries = try KuCoinError.reading(try exchange.dayTickers()).map(Self.entry)
            return .kucoin(
                data: "{\"time\":\(exchange.clock.now.milliseconds),\"ticker\":["
                    + entries.joined(separator: ",") + "]}"
            )
        }
    }

    private static func entry(_ ticker: DayTicker) -> String {
        let (base, quote) = BinanceExchangeInfo.assets(of: ticker.symbol)
        let change = Price(raw: ticker.last.raw - ticker.open.raw)
        return "{\"symbol\":\"\(base)-\(quote)\",\"symbolName\":\"\(base)-\(quote)\","
            + "\"buy\":\"\(ticker.last)\",\"bestBidSize\":\"1\",\"sell\":\"\(ticker.last)\","
            + "\"bestAskSize\":\"1\",\"changeRate\":\"\(ticker.change)\","
            + "\"changePrice\":\"\(change)\",\"high\":\"\(ticker.high)\","
            + "\"low\":\"\(ticker.low)\",\"vol\":\"\(ticker.volume)\","
            + "\"volValue\":\"\(ticker.quoteVolume)\",\"last\":\"\(ticker.last)\","
            + "\"averagePrice\":\"\(ticker.average)\",\"takerFeeRate\":\"0.001\","
            + "\"makerFeeRate\":\"0.001\",\"takerCoefficient\":\"1\",\"makerCoefficient\":\"1\"}"
    }
}
