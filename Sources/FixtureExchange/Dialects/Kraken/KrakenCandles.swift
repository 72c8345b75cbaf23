import ChandlerCore
import NIOCore

/// `GET /0/public/OHLC`: the newest 720 complete rows that open after `since`, and the running one.
///
/// The running row is sent whatever `since` says. Rows are oldest first, times are seconds, and
/// `last` beside the rows is the open time of the newest complete one.
struct KrakenCandles {
    /// The venue's spellings in minutes.
    static let intervals: [String: Interval] = [
        "1": .minute, "5": .fiveMinutes, "15": .fifteenMinutes, "30": .thirtyMinutes, "60": .hour,
        "240": .fourHours, "1440": .day,
    ]

    /// Lengths whose rows open on no grid that a candle file has; they are answered without rows.
    private static let others: Set<String> = ["10080", "21600"]

    /// How many complete rows there are for anyone.
    private static let reach = 720

    private let symbol: String
    private let key: String
    private let interval: Interval?
    private let since: Int64
    private let exchange: Exchange

    init(_ parameters: QueryParameters, _ exchange: Exchange) throws(KrakenError) {
        self.exchange = exchange
        let minutes = parameters["interval"] ?? "1"
        interval = Self.intervals[minutes]
        guard let spelling = parameters["pair"],
            interval != nil || Self.others.contains(minutes),
            let since = Int64(parameters["since"] ?? "0"),
            (-1...253_402_300_799).contains(since)
        else { throw .invalidArguments }
        self.since = since
        let named = exchange.store.symbols.lazy.compactMap { symbol in
            KrakenPair(symbol: symbol).key(for: spelling).map { (symbol: symbol, key: $0) }
        }.first
        guard let named else { throw .unknownPair }
        (symbol, key) = named
    }

    func answer(disturbing faults: [RowFault]) throws(KrakenError) -> Answer {
        let nothing = Answer.kraken(result: "{\"\(key)\":[],\"last\":0}")
        guard let interval else { return nothing }
        let file = try KrakenError.reading(try exchange.file(symbol: symbol, interval: interval))
        guard let file else { return nothing }
        let now = exchange.clock.now
        let running = interval.floor(now).milliseconds
        let committed = file.firstRow(atOrAfter: running)
        let isRunning = committed < file.count && file.openTime(of: committed) <= now.milliseconds
        let after = since * 1_000 + 1
        let query = CandleQuery(
            from: isRunning ? min(after, running) : after,
            limit: Self.reach + (isRunning ? 1 : 0),
            keep: .newest
        )
        let last = committed > 0 ? file.openTime(of: committed - 1) / 1_000 : 0
        let page = exchange.page(query, of: file, disturbing: faults)
        return Answer(body: body(of: page, last: last))
    }

    private func body(of page: CandlePage, last: Int64) -> ByteBuffer {
        let row = KrakenCandleColumns(page.file)
        let head = Array("{\"error\":[],\"result\":{\"\(key)\":[".utf8)
        // The open stands in a row twice.
        let rows = 2 * page.textSize + page.rows.count * KrakenCandleColumns.overhead
        return PageWriter.buffer(capacity: head.count + rows + 64) { writer in
            head.withUnsafeBytes { writer.append($0) }
            page.write(to: &writer) { line, index, edit, writer in
                row.write(line, at: index, edit, to: &writer)
            }
            writer.append("],\"last\":")
            writer.append(last)
            writer.append("}}")
        }
    }
}

/// Writes rows of one file as Kraken's arrays of eight: a number, six texts, a number.
private struct KrakenCandleColumns {
    /// Bytes of a row besides the texts of the file: punctuation and constants.
    static let overhead = 96

    private let file: CandleFile

    init(_ file: CandleFile) {
        self.file = file
    }

    @inline(__always)
    func write(_ row: CandleRow, at index: Int, _ edit: RowEdit?, to writer: inout PageWriter) {
        writer.append("[")
        writer.appendSeconds(file.openTime(of: index), edit)
        writer.append(",\"")
        for field in [CandleField.open, .high, .low, .close] {
            writer.append(field, of: row, file.columns, edit)
            writer.append("\",\"")
        }
        writeAverage(of: row, edit, to: &writer)
        writer.append("\",\"")
        writer.append(.volume, of: row, file.columns, edit)
        writer.append("\",")
        writer.append(.tradeCount, of: row, file.columns, edit)
        writer.append("]")
    }

    /// A price that is not the close, so that a client which mistakes the one for the other is
    /// caught; `0.0` where nothing was traded.
    @inline(__always)
    private func writeAverage(of row: CandleRow, _ edit: RowEdit?, to writer: inout PageWriter) {
        let isQuiet =
            edit?[.volume].map { $0.withUnsafeBytes { CandleTexts.isZero($0) } }
            ?? file.columns[.volume].map { CandleTexts.isZero(row.text($0)) } ?? true
        if isQuiet {
            writer.append("0.0")
        } else {
            writer.append(.open, of: row, file.columns, edit)
        }
    }
}
