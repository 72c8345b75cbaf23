import ChandlerCore

/// Writes rows as lines of text, block by block: columns are turned into rows first.
///
/// Times are RFC 3339 in UTC. Prices and volume are the exact decimals without trailing zeros,
/// features and returns have ten digits, so reading a field as a double gives the number that the
/// Parquet form holds. Empty fields are null. No field needs quotes.
struct CSVLines: ~Copyable {
    /// Rows that are turned from columns at once: they stay in the cache.
    private static let blockRows = 64
    /// Text that is handed on at once.
    private static let textSize = 1 << 17

    private var text = DecimalText()
    private var clock = CandleClock()
    /// Features, then the returns of the horizons, row by row.
    private var values: [Double] = []
    /// Direction and barrier of the horizons, row by row; `missing` for null.
    private var signs: [Int32] = []
    private static let missing = Int32.max

    /// About how long a line is, for memory that is taken ahead.
    func typicalLength(of piece: CSVPiece) -> Int {
        100 + 12 * piece.table.features.count + 16 * piece.table.labels.horizons.count
    }

    /// Hands all lines of a piece to `emit`, in texts of limited length.
    mutating func write<Failure>(
        _ piece: CSVPiece,
        _ emit: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let table = piece.table
        if let header = piece.frame.header { text.append(header) }
        let lineLimit = lineLimit(of: piece)
        var start = 0
        while start < table.count {
            let rows = start..<min(start + Self.blockRows, table.count)
            turn(rows, of: table)
            text.reserve(rows.count * lineLimit)
            for row in rows { appendLine(row, row - start, of: table, piece.frame) }
            if text.count >= Self.textSize {
                try emit(text.bytes)
                text.removeAll()
            }
            start = rows.upperBound
        }
        try emit(text.bytes)
        text.removeAll()
    }

    /// No line is longer, what number forms write ahead of their end included.
    private func lineLimit(of piece: CSVPiece) -> Int {
        let numbers = piece.table.features.count + piece.table.labels.horizons.count
        return piece.frame.lineStart.count + 64 + 5 * DecimalText.longestUnits
            + numbers * (TenDigits.maximumTextLength + 1) + piece.table.labels.horizons.count * 6
    }

    private mutating func turn(_ rows: Range<Int>, of table: RowTable) {
        let horizons = table.labels.horizons
        let width = table.features.count + horizons.count
        values.resize(to: rows.count * width, repeating: .nan)
        signs.resize(to: rows.count * horizons.count * 2, repeating: Self.missing)
        for (column, source) in table.features.enumerated() {
            turn(source, rows, to: column, of: width)
        }
        for (index, labels) in horizons.enumerated() {
            turn(labels.logReturns, rows, to: table.features.count + index, of: width)
            for (offset, row) in rows.enumerated() {
                let place = (offset * horizons.count + index) * 2
                signs[place] = labels.hasDirection[row] ? labels.directions[row] : Self.missing
                signs[place + 1] = labels.hasBarrier[row] ? labels.barriers[row] : Self.missing
            }
        }
    }

    private mutating func turn(
        _ source: [Double],
        _ rows: Range<Int>,
        to column: Int,
        of width: Int
    ) {
        values.withUnsafeMutableBufferPointer { values in
            source.withUnsafeBufferPointer { source in
                for offset in 0..<rows.count {
                    values[offset * width + column] = source[rows.lowerBound + offset]
                }
            }
        }
    }

    private mutating func appendLine(
        _ row: Int,
        _ offset: Int,
        of table: RowTable,
        _ frame: CSVFrame
    ) {
        text.append(frame.lineStart)
        clock.append(table.openTimes[row], to: &text)
        for column in 0..<4 {
            text.append(UInt8(ascii: ","))
            text.append(units: table.prices[column][row])
        }
        text.append(UInt8(ascii: ","))
        text.append(units: table.volumes[row])
        let horizons = table.labels.horizons.count
        let width = table.features.count + horizons
        values.withUnsafeBufferPointer { values in
            for index in offset * width..<offset * width + table.features.count {
                text.append(UInt8(ascii: ","))
                text.append(tenDigits: values[index])
            }
            for index in 0..<horizons {
                text.append(UInt8(ascii: ","))
                text.append(tenDigits: values[offset * width + table.features.count + index])
                append(sign: signs[(offset * horizons + index) * 2])
                append(sign: signs[(offset * horizons + index) * 2 + 1])
            }
        }
        text.append(UInt8(ascii: "\n"))
    }

    private mutating func append(sign: Int32) {
        text.append(UInt8(ascii: ","))
        guard sign != Self.missing else { return }
        if sign < 0 { text.append(UInt8(ascii: "-")) }
        text.append(UInt8(ascii: "0") + UInt8(sign.magnitude))
    }
}

/// Prints open times as RFC 3339; the date is made once a day.
private struct CandleClock {
    private var day: Int64 = .min
    private var date: [UInt8] = []

    mutating func append(_ microseconds: Int64, to text: inout DecimalText) {
        let length = Timestamp.microsecondsPerDay
        let start = microseconds - ((microseconds % length) + length) % length
        if start != day {
            day = start
            date = Array(Timestamp(microseconds: start).description.utf8.prefix(11))
        }
        let seconds = (microseconds - start) / 1_000_000
        text.append(date)
        appendPair(seconds / 3_600, to: &text)
        text.append(UInt8(ascii: ":"))
        appendPair(seconds / 60 % 60, to: &text)
        text.append(UInt8(ascii: ":"))
        appendPair(seconds % 60, to: &text)
        text.append(UInt8(ascii: "Z"))
    }

    private func appendPair(_ value: Int64, to text: inout DecimalText) {
        text.append(UInt8(ascii: "0") + UInt8(value / 10))
        text.append(UInt8(ascii: "0") + UInt8(value % 10))
    }
}
