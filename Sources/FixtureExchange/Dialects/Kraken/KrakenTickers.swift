import ChandlerCore

/// `GET /0/public/Ticker`: all pairs by canonical name, or those asked for.
///
/// Most members are pairs of today, which begins at midnight, and of the last 24 hours.
struct KrakenTickers {
    private let wanted: [KrakenPair]?
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(KrakenError) {
        self.exchange = exchange
        wanted = try KrakenPair.wanted(by: parameters, in: exchange)
    }

    var answer: Answer {
        get throws(KrakenError) {
            var members: [String] = []
            for ticker in try KrakenError.reading(try exchange.dayTickers()) {
                let pair = KrakenPair(symbol: ticker.symbol)
                guard wanted?.contains(pair) ?? true else { continue }
                members.append("\"\(pair.canonical)\":\(try entry(ticker))")
            }
            return .kraken(result: "{\(members.joined(separator: ","))}")
        }
    }

    private func entry(_ day: DayTicker) throws(KrakenError) -> String {
        let milliseconds = day.end.milliseconds
        let midnight = Timestamp(milliseconds: milliseconds - milliseconds % 86_400_000)
        let today = try KrakenError.reading(
            try DayTicker(of: day.symbol, since: midnight, in: exchange) ?? day
        )
        return "{\"a\":[\"\(day.last)\",\"1\",\"1.000\"],\"b\":[\"\(day.last)\",\"1\",\"1.000\"],"
            + "\"c\":[\"\(day.last)\",\"1.00000000\"],\"v\":[\"\(today.volume)\",\"\(day.volume)\"],"
            + "\"p\":[\"\(today.average)\",\"\(day.average)\"],"
            + "\"t\":[\(today.tradeCount),\(day.tradeCount)],"
            + "\"l\":[\"\(today.low)\",\"\(day.low)\"],\"h\":[\"\(today.high)\",\"\(day.high)\"],"
            + "\"o\":\"\(today.open)\"}"
    }
}
