import ChandlerCore
import NIOCore

/// `GET /spot/candlesticks`: rows of eight texts, oldest first.
///
/// Both ends are included. A window of more than a thousand candles is refused, and so is one that
/// begins before the newest ten thousand, also where it ends within them.
struct GateCandlesticks {
    /// The venue's spellings; `7d` is missing because its weeks do not open on Mondays.
    private static let intervals: [String: Interval] = [
        "1m": .minute, "5m": .fiveMinutes, "15m": .fifteenMinutes, "30m": .thirtyMinutes,
        "1h": .hour, "2h": .twoHours, "4h": .fourHours, "8h": .eightHours, "1d": .day,
    ]
    private static let mostRows = 1_000
    private static let reach = 10_000

    private let symbol: String
    private let interval: Interval
    private let query: CandleQuery
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(GateError) {
        self.exchange = exchange
        symbol = try GateCurrencyPairs(exchange).symbol(named: parameters["currency_pair"] ?? "")
        let spelling = parameters["interval"] ?? "30m"
        guard let interval = GateCandlesticks.interval(spelling) else {
            throw .badParameter("interval", spelling)
        }
        self.interval = interval
        query = try GateCandlesticks.query(parameters, interval, now: exchange.clock.now)
    }

    /// The interval of a spelling, or `nil` for one that is not served.
    static func interval(_ text: String) -> Interval? {
        intervals[text]
    }

    func answer(disturbing faults: [RowFault]) throws(GateError) -> Answer {
        let file = try GateError.reading(try exchange.file(symbol: symbol, interval: interval))
        guard let file else { return Answer(text: "[]") }
        return Answer(body: body(of: exchange.page(query, of: file, disturbing: faults)))
    }

    private func body(of page: CandlePage) -> ByteBuffer {
        let row = GateCandlestickColumns(page.file, now: exchange.clock.now)
        let capacity = page.textSize + page.rows.count * GateCandlestickColumns.overhead + 2
        return PageWriter.buffer(capacity: capacity) { writer in
            writer.append(UInt8(ascii: "["))
            page.write(to: &writer) { line, index, edit, writer in
                row.write(line, at: index, edit, to: &writer)
            }
            writer.append(UInt8(ascii: "]"))
        }
    }

    private static func query(
        _ parameters: QueryParameters,
        _ interval: Interval,
        now: Timestamp
    ) throws(GateError) -> CandleQuery {
        let from = try moment("from", in: parameters)
        let to = try moment("to", in: parameters)
        if let text = parameters["limit"], from != nil || to != nil {
            // Inferred: that this is refused is documented, the words are not recorded.
            throw .invalid("limit \(text) conflicts with from and to")
        }
        guard from != nil || to != nil else { return try newest(parameters) }
        let last = to ?? now
        let first = from ?? interval.advance(last, by: -100)
        if interval.advance(first, by: mostRows) <= last { throw .rangeTooBroad }
        if first < interval.advance(interval.floor(now), by: 1 - reach) { throw .tooLongAgo }
        return CandleQuery(
            from: first.milliseconds,
            through: last.milliseconds,
            limit: mostRows,
            keep: .oldest
        )
    }

    private static func newest(_ parameters: QueryParameters) throws(GateError) -> CandleQuery {
        let text = parameters["limit"] ?? "100"
        guard let limit = Int(text), (1...mostRows).contains(limit) else {
            throw .badParameter("limit", text)
        }
        return CandleQuery(limit: limit, keep: .newest)
    }

    /// Reads seconds; milliseconds are refused, as they are far in the future.
    private static func moment(
        _ name: String,
        in parameters: QueryParameters
    ) throws(GateError) -> Timestamp? {
        guard let text = parameters[name] else { return nil }
        guard let value = Int64(text), (0...253_402_300_799).contains(value) else {
            throw .badParameter(name, text)
        }
        return Timestamp(seconds: value)
    }
}

/// Writes rows of one file as Gate's arrays of eight texts.
private struct GateCandlestickColumns {
    /// Bytes of a row besides the texts of the file: punctuation, the flag and constants.
    static let overhead = 96

    private static let fields: [CandleField] = [
        .quoteVolume, .close, .high, .low, .open, .volume,
    ]

    private let file: CandleFile
    private let now: Timestamp

    init(_ file: CandleFile, now: Timestamp) {
        self.file = file
        self.now = now
    }

    @inline(__always)
    func write(_ row: CandleRow, at index: Int, _ edit: RowEdit?, to writer: inout PageWriter) {
        let open = file.openTime(of: index)
        let isClosed = file.name.interval.close(of: Timestamp(milliseconds: open)) <= now
        writer.append("[\"")
        writer.appendSeconds(open, edit)
        for field in Self.fields {
            writer.append("\",\"")
            writer.append(field, of: row, file.columns, edit)
        }
        writer.append(isClosed ? "\",\"true\"]" : "\",\"false\"]")
    }
}
