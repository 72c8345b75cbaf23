import ChandlerCore
import NIOCore

/// `GET /api/v5/market/history-candles` and `candles`: rows of nine texts, newest first.
///
/// `before` asks for newer rows and `after` for older ones; neither is included. Where more rows
/// than the limit are meant, the newest are sent, also where only `before` was given. Unknown
/// parameters are passed over.
struct OKXCandles {
    /// The most rows of an answer; a higher limit is lowered.
    private static let maximum = 300
    /// How far back the endpoint of recent candles goes; older windows are empty.
    private static let recent = 1_440

    private let instrument: OKXInstrument
    /// `nil` for bars that no candle file has.
    private let interval: Interval?
    private let query: CandleQuery
    private let exchange: Exchange

    init(
        _ parameters: QueryParameters,
        isRecent: Bool,
        _ exchange: Exchange
    ) throws(OKXError) {
        self.exchange = exchange
        let name = parameters["instId"] ?? ""
        if name.isEmpty { throw .missing("instId") }
        let bar = parameters["bar"] ?? "1m"
        guard OKXBar.exists(bar) else { throw .wrong("bar") }
        interval = OKXBar.interval(bar)
        guard let instrument = OKXInstrument(name: name),
            exchange.store.hasSymbol(instrument.symbol)
        else { throw .unknownInstrument }
        self.instrument = instrument
        let before = try Self.moment("before", in: parameters)
        let after = try Self.moment("after", in: parameters)
        let limit = parameters["limit"].map { Int($0) } ?? 100
        guard let limit, limit > 0 else { throw .wrong("limit") }
        var from = before.map { $0 + 1 } ?? .min
        if isRecent, let interval {
            let oldest = interval.advance(
                interval.floor(exchange.clock.now),
                by: 1 - Self.recent
            )
            from = max(from, oldest.milliseconds)
        }
        query = CandleQuery(
            from: from,
            through: after.map { $0 - 1 } ?? .max,
            limit: min(limit, Self.maximum),
            keep: .newest
        )
    }

    func answer(disturbing faults: [RowFault]) throws(OKXError) -> Answer {
        guard let interval else { return .okx(data: "") }
        let file = try OKXError.reading(
            try exchange.file(symbol: instrument.symbol, interval: interval)
        )
        guard let file else { return .okx(data: "") }
        var page = exchange.page(query, of: file, disturbing: faults)
        page.rows.reverse()
        return Answer(body: body(of: page))
    }

    private func body(of page: CandlePage) -> ByteBuffer {
        let row = OKXCandleColumns(page.file, instrument, now: exchange.clock.now)
        // Amounts stand in a row up to twice.
        let capacity = 2 * page.textSize + page.rows.count * OKXCandleColumns.overhead + 64
        return PageWriter.buffer(capacity: capacity) { writer in
            writer.append("{\"code\":\"0\",\"msg\":\"\",\"data\":[")
            page.write(to: &writer) { line, index, edit, writer in
                row.write(line, at: index, edit, to: &writer)
            }
            writer.append("]}")
        }
    }

    private static func moment(
        _ name: String,
        in parameters: QueryParameters
    ) throws(OKXError) -> Int64? {
        guard let text = parameters[name], !text.isEmpty else { return nil }
        guard let value = Int64(text), value >= -1 else { throw .wrong(name) }
        // The end of the year 9999: later moments could not be counted in microseconds.
        return min(value, 253_402_300_799_999)
    }
}

/// Writes rows of one file as OKX's arrays of nine texts.
private struct OKXCandleColumns {
    /// Bytes of a row besides the texts of the file: punctuation, constants, flag.
    static let overhead = 96

    private let file: CandleFile
    private let amounts: [(field: CandleField, isContracts: Bool)]
    private let now: Timestamp

    init(_ file: CandleFile, _ instrument: OKXInstrument, now: Timestamp) {
        self.file = file
        amounts = instrument.amounts
        self.now = now
    }

    @inline(__always)
    func write(_ row: CandleRow, at index: Int, _ edit: RowEdit?, to writer: inout PageWriter) {
        writer.append("[\"")
        for field in [CandleField.openTime, .open, .high, .low, .close] {
            writer.append(field, of: row, file.columns, edit)
            writer.append("\",\"")
        }
        for (field, isContracts) in amounts {
            if isContracts { writer.append("1") }
            writer.append(field, of: row, file.columns, edit)
            writer.append("\",\"")
        }
        let open = Timestamp(milliseconds: file.openTime(of: index))
        writer.append(file.name.interval.close(of: open) <= now ? "1\"]" : "0\"]")
    }
}
