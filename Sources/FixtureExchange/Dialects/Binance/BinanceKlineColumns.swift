import ChandlerCore

/// Writes rows of one file as Binance's arrays of twelve.
struct BinanceKlineColumns {
    /// Bytes of a row besides the texts of the file: punctuation, close time, constants.
    static let overhead = 160

    private let file: CandleFile
    private let columns: CandleColumns
    /// The interval in milliseconds, or `nil` for the month.
    private let length: Int64?

    init(_ file: CandleFile) {
        self.file = file
        columns = file.columns
        length = file.name.interval.fixedMicroseconds.map { $0 / 1_000 }
    }

    @inline(__always)
    func write(
        _ row: CandleRow,
        at index: Int,
        _ edit: RowEdit?,
        _ unit: BinanceTimeUnit,
        to writer: inout PageWriter
    ) {
        let open = file.openTime(of: index)
        writer.append("[")
        writer.append(.openTime, of: row, columns, edit)
        if unit == .microseconds { writer.append("000") }
        for field in [CandleField.open, .high, .low, .close, .volume] {
            writer.append(field == .open ? ",\"" : "\",\"")
            writer.append(field, of: row, columns, edit)
        }
        writer.append("\",")
        writer.append(closeTime(open))
        if unit == .microseconds { writer.append("999") }
        writer.append(",\"")
        writer.append(.quoteVolume, of: row, columns, edit)
        writer.append("\",")
        writer.append(.tradeCount, of: row, columns, edit)
        writer.append(",\"")
        writer.append(.takerBuyVolume, of: row, columns, edit)
        writer.append("\",\"")
        writer.append(.takerBuyQuoteVolume, of: row, columns, edit)
        writer.append("\",\"0\"]")
    }

    /// The last millisecond that still belongs to the candle.
    private func closeTime(_ open: Int64) -> Int64 {
        if let length { return open + length - 1 }
        let close = file.name.interval.close(of: Timestamp(milliseconds: open))
        return close.milliseconds - 1
    }
}
