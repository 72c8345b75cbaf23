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
        write(.openTime, of: row, edit, to: &writer)
        if unit == .microseconds { writer.append("000") }
        for field in [CandleField.open, .high, .low, .close, .volume] {
            writer.append(field == .open ? ",\"" : "\",\"")
            write(field, of: row, edit, to: &writer)
        }
        writer.append("\",")
        writer.append(closeTime(open))
        if unit == .microseconds { writer.append("999") }
        writer.append(",\"")
        write(.quoteVolume, of: row, edit, to: &writer)
        writer.append("\",")
        write(.tradeCount, of: row, edit, to: &writer)
        writer.append(",\"")
        write(.takerBuyVolume, of: row, edit, to: &writer)
        writer.append("\",\"")
        write(.takerBuyQuoteVolume, of: row, edit, to: &writer)
        writer.append("\",\"0\"]")
    }

    /// The last millisecond that still belongs to the candle.
    private func closeTime(_ open: Int64) -> Int64 {
        if let length { return open + length - 1 }
        let close = file.name.interval.close(of: Timestamp(milliseconds: open))
        return close.milliseconds - 1
    }

    @inline(__always)
    private func write(
        _ field: CandleField,
        of row: CandleRow,
        _ edit: RowEdit?,
        to writer: inout PageWriter
    ) {
        if let text = edit?[field] {
            text.withUnsafeBytes { writer.append($0) }
        } else if let column = columns[field] {
            writer.append(row.text(column))
        } else {
            writer.append(field.constant)
        }
    }
}
