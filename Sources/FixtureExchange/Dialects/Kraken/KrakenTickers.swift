import ChandlerCore

/// `GET /0/public/Ticker`: all pairs by canonical name, or those asked for.
///
/// Most members are pairs of today, which begins at midnight, and of the last 24 hours.
struct KrakenTickers {
    private let wanted: [KrakenPair]?
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(KrakenError) {
        self.exchange = exchange
        guard let names = parameters["pair"] else {
            wanted = nil
            return
        }
        let all = exchange.store.symbols.map(KrakenPair.init)
        var pairs: [KrakenPair] = []
        for name in names.split(separator: ",") {
            guard let pair = all.first(where: { $0.key(for: String(name)) != nil }) else {
                throw .unknownPair
            }
            pairs.append(pair)
        }
        wanted = pairs
    }

    var answer: Answer {
        get throws(KrakenError) {
            do throws(FixtureExchangeError) {
                var members: [String] = []
                for ticker in try exchange.dayTickers() {
                    let pair = KrakenPair(symbol: ticker.symbol)
                    guard wanted?.contains(pair) ?? true else { continue }
                    members.append("\"\(pair.canonical)\":\(try entry(ticker))")
                }
                return .kraken(result: "{\(members.joined(separator: ","))}")
            } catch {
                throw .unreadable(error)
            }
        }
    }

    private func entry(_ day: DayTicker) throws(FixtureExchangeError) -> String {
        let milliseconds = day.end.milliseconds
        let midnight = Timestamp(milliseconds: milliseconds - milliseconds % 86_400_000)
        let today = try DayTicker(of: day.symbol, since: midnight, in: exchange) ?? day
        return "{\"a\":[\"\(day.last)\",\"1\",\"1.000\"],\"b\":[\"\(day.last)\",\"1\",\"1.000\"],"
            + "\"c\":[\"\(day.last)\",\"1.00000000\"],\"v\":[\"\(today.volume)\",\"\(day.volume)\"],"
            + "\"p\":[\"\(today.average)\",\"\(day.average)\"],"
            + "\"t\":[\(today.tradeCount),\(day.tradeCount)],"
            + "\"l\":[\"\(today.low)\",\"\(day.low)\"],\"h\":[\"\(today.high)\",\"\(day.high)\"],"
            + "\"o\":\"\(today.open)\"}"
    }
}
