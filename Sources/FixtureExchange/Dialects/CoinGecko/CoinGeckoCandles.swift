import ChandlerCore

/// `GET /coins/{id}/ohlc`: rows of five numbers, oldest first, stamped with their close.
///
/// The last row is unfinished: it is stamped with the moment of the request.
struct CoinGeckoCandles {
    private static let days = [1, 7, 14, 30, 90, 180, 365]

    private let coin: FixtureToken
    private let days: Int
    private let call: DialectCall

    init(_ id: String, _ call: DialectCall) throws(CoinGeckoError) {
        guard let coin = call.market.tokens.first(where: { $0.coin == id }) else {
            throw .unknownCoin
        }
        try CoinGeckoCandles.checkCurrency(call.query)
        let text = call.query["days"] ?? ""
        if text == "max" || (Int(text) ?? 0) > 365 { throw .tooOld }
        guard let days = Int(text), Self.days.contains(days) else { throw .badDays }
        self.coin = coin
        self.days = days
        self.call = call
    }

    /// Only dollars are served.
    static func checkCurrency(_ query: QueryParameters) throws(CoinGeckoError) {
        guard let currency = query["vs_currency"] else { throw .noCurrency }
        guard currency == "usd" else { throw .badCurrency }
    }

    func answer() throws(CoinGeckoError) -> Answer {
        guard let symbol = call.market.series(of: coin) else { return Answer(text: "[]") }
        let interval: Interval = days <= 2 ? .thirtyMinutes : days <= 30 ? .fourHours : .day
        let file = try CoinGeckoError.reading(
            try call.exchange.file(symbol: symbol, interval: interval)
        )
        guard let file else { return Answer(text: "[]") }
        let page = call.exchange.page(query(interval), of: file, disturbing: call.faults)
        var rows = page.rows.indices.map { position in
            CoinGeckoRow(
                page.texts(at: position),
                close: interval.close(of: Timestamp(milliseconds: page.openTime(at: position))),
                scale: coin.candleScale ?? 0
            )
        }
        if days > 30 { rows = CoinGeckoRow.joined(rows) }
        let now = call.exchange.clock.now
        let list = rows.map { $0.text(at: now) }.joined(separator: ",")
        return Answer(text: "[\(list)]")
    }

    /// The candles that close within the span, and the one that contains its end.
    private func query(_ interval: Interval) -> CandleQuery {
        let now = call.exchange.clock.now
        let start = now - Int64(days) * 86_400_000_000
        let from = days > 30 ? CoinGeckoRow.fourDays(start) : interval.floor(start)
        return CandleQuery(
            from: from.milliseconds,
            // A candle that opens just now has no time in it yet.
            through: now.milliseconds - 1,
            limit: 2_000,
            keep: .newest
        )
    }
}
