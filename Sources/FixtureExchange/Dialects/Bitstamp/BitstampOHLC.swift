import ChandlerCore
import NIOCore

/// `GET /api/v2/ohlc/{market}/`: objects of texts, oldest first.
///
/// With an end, alone or beside a start, the last `limit` rows up to it come, the end included.
/// A start alone is the beginning of a span of `limit` steps, which may lie before all candles.
struct BitstampOHLC {
    /// The venue's spellings.
    private static let intervals: [String: Interval] = [
        "60": .minute, "180": .threeMinutes, "300": .fiveMinutes, "900": .fifteenMinutes,
        "1800": .thirtyMinutes, "3600": .hour, "7200": .twoHours, "14400": .fourHours,
        "21600": .sixHours, "43200": .twelveHours, "86400": .day, "259200": .threeDays,
    ]

    private let symbol: String
    private let interval: Interval
    private let query: CandleQuery
    private let exchange: Exchange

    init(
        _ market: String,
        _ parameters: QueryParameters,
        _ exchange: Exchange
    ) throws(BitstampError) {
        self.exchange = exchange
        symbol = market.uppercased()
        // Names are spelled in lower case; whether others are known is not.
        guard market == market.lowercased(), exchange.store.hasSymbol(symbol) else {
            throw .unknownMarket
        }
        guard let interval = parameters["step"].flatMap(BitstampOHLC.interval) else {
            throw .badParameter("step", "Select a valid choice.")
        }
        self.interval = interval
        guard let limit = parameters["limit"].flatMap({ Int($0) }), (1...1_000).contains(limit)
        else { throw .badParameter("limit", "A number from 1 to 1000 is required.") }
        query = try BitstampOHLC.query(parameters, interval, limit, now: exchange.clock.now)
    }

    /// The interval of a spelling, or `nil` for one that the venue does not have.
    static func interval(_ text: String) -> Interval? {
        intervals[text]
    }

    func answer(disturbing faults: [RowFault]) throws(BitstampError) -> Answer {
        let file = try BitstampError.reading(try exchange.file(symbol: symbol, interval: interval))
        let head = "{\"data\":{\"pair\":\"\(BitstampMarkets.name(of: symbol))\",\"ohlc\":["
        guard let file else { return Answer(text: head + "]}}") }
        let page = exchange.page(query, of: file, disturbing: faults)
        return Answer(body: body(of: page, head: Array(head.utf8)))
    }

    private func body(of page: CandlePage, head: [UInt8]) -> ByteBuffer {
        let row = BitstampColumns(page.file)
        let capacity = head.count + page.textSize + page.rows.count * BitstampColumns.overhead + 3
        return PageWriter.buffer(capacity: capacity) { writer in
            head.withUnsafeBytes { writer.append($0) }
            page.write(to: &writer) { line, index, edit, writer in
                row.write(line, at: index, edit, to: &writer)
            }
            writer.append("]}}")
        }
    }

    private static func query(
        _ parameters: QueryParameters,
        _ interval: Interval,
        _ limit: Int,
        now: Timestamp
    ) throws(BitstampError) -> CandleQuery {
        let start = try moment("start", in: parameters)
        let end = try moment("end", in: parameters)
        let isWithoutRunning = parameters["exclude_current_candle"]?.lowercased() == "true"
        let newest = isWithoutRunning ? interval.advance(interval.floor(now), by: -1) : now
        if let start, end == nil {
            let last = min(interval.advance(start, by: limit) - 1, newest)
            return CandleQuery(
                from: start.milliseconds,
                through: last.milliseconds,
                limit: limit,
                keep: .oldest
            )
        }
        let last = min(end ?? newest, newest)
        return CandleQuery(through: last.milliseconds, limit: limit, keep: .newest)
    }

    private static func moment(
        _ name: String,
        in parameters: QueryParameters
    ) throws(BitstampError) -> Timestamp? {
        guard let text = parameters[name] else { return nil }
        // Up to the end of the year 9999: later moments could not be counted in microseconds.
        guard let value = Int64(text), (0...253_402_300_799).contains(value) else {
            throw .badParameter(name, "Enter a valid date/time.")
        }
        return Timestamp(seconds: value)
    }
}

/// Writes rows of one file as Bitstamp's objects of texts.
private struct BitstampColumns {
    /// Bytes of a row besides the texts of the file: names, punctuation and constants.
    static let overhead = 128

    private static let fields: [(CandleField, StaticString)] = [
        (.open, "\",\"open\":\""), (.high, "\",\"high\":\""), (.low, "\",\"low\":\""),
        (.close, "\",\"close\":\""), (.volume, "\",\"volume\":\""),
    ]

    private let file: CandleFile

    init(_ file: CandleFile) {
        self.file = file
    }

    @inline(__always)
    func write(_ row: CandleRow, at index: Int, _ edit: RowEdit?, to writer: inout PageWriter) {
        writer.append("{\"timestamp\":\"")
        writer.appendSeconds(file.openTime(of: index), edit)
        for (field, name) in Self.fields {
            writer.append(name)
            writer.append(field, of: row, file.columns, edit)
        }
        writer.append("\"}")
    }
}
