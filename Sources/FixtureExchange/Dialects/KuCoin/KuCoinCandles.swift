import ChandlerCore

/// `GET /api/v1/market/candles`: newest first, the end not included.
///
/// Flat candles appear with the next trade only: those after the last trade are not served yet.
struct KuCoinCandles {
    private let exchange: Exchange
    private let file: CandleFile?
    private let query: CandleQuery

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(KuCoinError) {
        self.exchange = exchange
        let symbol = parameters["symbol"].flatMap { KuCoinSymbols.symbol(of: $0, in: exchange) }
        guard let symbol else { throw .unknownPair }
        guard let interval = parameters["type"].flatMap(Self.interval) else { throw .badType }
        query = Self.query(parameters)
        file = try KuCoinError.reading(try exchange.file(symbol: symbol, interval: interval))
    }

    /// Reads the venue's spelling of an interval.
    static func interval(_ text: String) -> Interval? {
        let intervals: [String: Interval] = [
            "1min": .minute, "3min": .threeMinutes, "5min": .fiveMinutes,
            "15min": .fifteenMinutes, "30min": .thirtyMinutes, "1hour": .hour,
            "2hour": .twoHours, "4hour": .fourHours, "6hour": .sixHours, "8hour": .eightHours,
            "12hour": .twelveHours, "1day": .day, "1month": .month,
        ]
        return intervals[text]
    }

    func answer(disturbing faults: [RowFault]) -> Answer {
        guard let file, let lastTrade = lastTrade(of: file) else { return .kucoin(data: "[]") }
        var query = query
        query.through = min(query.through, lastTrade)
        let page = exchange.page(query, of: file, disturbing: faults)
        let rows = page.rows.indices.reversed().map { position in
            // Turnover is a product, so that it has more decimals now and then.
            Self.row(page.texts(at: position), isLong: page.rows[position].index % 3 == 1)
        }
        return .kucoin(data: "[" + rows.joined(separator: ",") + "]")
    }

    /// Times that are no whole seconds, and one end alone, are ignored without a word.
    private static func query(_ parameters: QueryParameters) -> CandleQuery {
        let start = parameters["startAt"].flatMap { Int64($0) } ?? 0
        let end = parameters["endAt"].flatMap { Int64($0) } ?? 0
        guard start > 0, end > 0 else { return CandleQuery(limit: 100, keep: .newest) }
        return CandleQuery(
            from: milliseconds(start),
            through: milliseconds(end) - 1,
            limit: 1_500,
            keep: .newest
        )
    }

    private static func milliseconds(_ seconds: Int64) -> Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        return overflow ? .max : product
    }

    /// When the last candle with a trade opened, in milliseconds.
    private func lastTrade(of file: CandleFile) -> Int64? {
        var row = file.firstRow(atOrAfter: exchange.clock.now.milliseconds + 1) - 1
        while row >= 0 {
            let page = CandlePage(file: file, rows: [CandlePage.Row(index: Int32(row))])
            let volume = page.texts(at: 0)[.volume] ?? []
            if !CandleTexts.isZero(volume) { return file.openTime(of: row) }
            row -= 1
        }
        return nil
    }

    private static func row(_ texts: [CandleField: [UInt8]], isLong: Bool) -> String {
        let fields = [CandleField.open, .close, .high, .low, .volume].map { field in
            String(decoding: texts[field] ?? [], as: UTF8.self)
        }
        let turnover = texts[.quoteVolume].map { String(decoding: $0, as: UTF8.self) } ?? "0"
        let open = String(decoding: texts[.openTime] ?? [], as: UTF8.self)
        let all =
            [CandleTexts.seconds(open)] + fields + [isLong ? lengthened(turnover) : turnover]
        return "[" + all.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    /// The same amount and a little more in the 13th decimal.
    private static func lengthened(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.count == 2, parts[1].count <= 8 else { return text }
        return "\(whole).\(parts[1])" + String(repeating: "0", count: 12 - parts[1].count) + "1"
    }
}
