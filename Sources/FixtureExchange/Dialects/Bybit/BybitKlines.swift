import ChandlerCore
import NIOCore

/// `GET /v5/market/kline`: rows of seven texts, newest first.
///
/// `start` is floored to the candle that holds it and both ends are included. Where more rows than
/// the limit lie between them, those next to the start are sent: so it was observed, the
/// documentation is silent. Parameters that are not known are passed over.
struct BybitKlines {
    /// The venue's spellings.
    private static let intervals: [String: Interval] = [
        "1": .minute, "3": .threeMinutes, "5": .fiveMinutes, "15": .fifteenMinutes,
        "30": .thirtyMinutes, "60": .hour, "120": .twoHours, "240": .fourHours, "360": .sixHours,
        "720": .twelveHours, "D": .day, "W": .week, "M": .month,
    ]

    private let category: BybitCategory
    private let symbol: String
    private let interval: Interval
    private let query: CandleQuery
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(BybitError) {
        self.exchange = exchange
        category = try BybitCategory(parameters["category"])
        guard let symbol = parameters["symbol"], exchange.store.hasSymbol(symbol) else {
            throw .unknownSymbol
        }
        self.symbol = symbol
        guard let interval = parameters["interval"].flatMap(BybitKlines.interval) else {
            throw .badInterval
        }
        self.interval = interval
        let start = try BybitKlines.moment("start", in: parameters)
        let end = try BybitKlines.moment("end", in: parameters)
        // Inferred: a limit above the maximum is lowered.
        let limit = parameters["limit"].map { Int($0) } ?? 200
        guard let limit, limit > 0 else { throw .badParameter("limit") }
        query = CandleQuery(
            from: start.map { interval.floor($0).milliseconds } ?? .min,
            through: end?.milliseconds ?? .max,
            limit: min(limit, 1_000),
            keep: start == nil ? .newest : .oldest
        )
    }

    /// The interval of a spelling, or `nil` for one that the venue does not have.
    static func interval(_ text: String) -> Interval? {
        intervals[text]
    }

    func answer(disturbing faults: [RowFault]) throws(BybitError) -> Answer {
        let file = try BybitError.reading(try exchange.file(symbol: symbol, interval: interval))
        let head =
            Answer.bybitHead + "{\"category\":\"\(category.rawValue)\",\"symbol\":\"\(symbol)\","
            + "\"list\":["
        let tail = "]}" + Answer.bybitTail(exchange.clock.now)
        guard let file else { return Answer(text: head + tail) }
        var page = exchange.page(query, of: file, disturbing: faults)
        page.rows.reverse()
        return Answer(body: body(of: page, head: Array(head.utf8), tail: Array(tail.utf8)))
    }

    private func body(of page: CandlePage, head: [UInt8], tail: [UInt8]) -> ByteBuffer {
        let row = BybitKlineColumns(page.file, category)
        let capacity =
            head.count + page.textSize + page.rows.count * BybitKlineColumns.overhead + tail.count
        return PageWriter.buffer(capacity: capacity) { writer in
            head.withUnsafeBytes { writer.append($0) }
            page.write(to: &writer) { line, index, edit, writer in
                row.write(line, edit, to: &writer)
            }
            tail.withUnsafeBytes { writer.append($0) }
        }
    }

    private static func moment(
        _ name: String,
        in parameters: QueryParameters
    ) throws(BybitError) -> Timestamp? {
        guard let text = parameters[name] else { return nil }
        guard let value = Int64(text), value >= 0 else { throw .badParameter(name) }
        // The end of the year 9999: later moments could not be counted in microseconds.
        return Timestamp(milliseconds: min(value, 253_402_300_799_999))
    }
}

/// Writes rows of one file as Bybit's arrays of seven texts.
private struct BybitKlineColumns {
    /// Bytes of a row besides the texts of the file: punctuation and constants.
    static let overhead = 64

    private let fields: [CandleField]
    private let columns: CandleColumns

    init(_ file: CandleFile, _ category: BybitCategory) {
        columns = file.columns
        fields = [.openTime, .open, .high, .low, .close, category.volume, category.turnover]
    }

    @inline(__always)
    func write(_ row: CandleRow, _ edit: RowEdit?, to writer: inout PageWriter) {
        writer.append("[")
        for field in fields {
            writer.append(field == .openTime ? "\"" : ",\"")
            writer.append(field, of: row, columns, edit)
            writer.append("\"")
        }
        writer.append("]")
    }
}
