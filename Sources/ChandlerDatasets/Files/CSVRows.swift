import ChandlerCore
import ChandlerParquet

/// Writes rows as gzipped CSV: a header line, then one line per row; empty fields are null.
///
/// Times are RFC 3339 in UTC. Prices and volume are the exact decimals without trailing zeros,
/// features and returns have ten digits, so reading a field as a double gives the number that the
/// Parquet form holds. No field needs quotes.
final class CSVRows: RowEncoder {
    /// Text that is formatted before it is compressed.
    private static let pieceSize = 1 << 18

    private let series: SeriesID
    private let file: StagedFile
    private let encoder: GzipEncoder
    private let lineStart: [UInt8]
    private let header: String
    private var isFirst = true
    private var text = DecimalText()
    private var compressed: [UInt8] = []
    private var clock = CandleClock()

    init(
        series: SeriesID,
        options: DatasetOptions,
        file: StagedFile
    ) throws(DatasetError) {
        self.series = series
        self.file = file
        do throws(ParquetError) {
            encoder = try GzipEncoder(level: 1)
        } catch {
            throw .encoding(error, series)
        }
        lineStart = Array("\(series.venue),\(series.symbol),\(series.interval.rawValue),".utf8)
        header = options.columns.map(\.name).joined(separator: ",") + "\n"
    }

    func write(_ table: inout RowTable) throws(DatasetError) {
        if isFirst {
            text.append(header)
            isFirst = false
        }
        for row in 0..<table.count {
            appendLine(row, of: table)
            if text.bytes.count >= Self.pieceSize { try compressText() }
        }
    }

    func finish() throws(DatasetError) {
        try compressText()
        do throws(ParquetError) {
            try encoder.finish(into: &compressed)
        } catch {
            throw .encoding(error, series)
        }
        try writeCompressed()
    }

    private func appendLine(_ row: Int, of table: RowTable) {
        text.append(lineStart)
        clock.append(table.openTimes[row], to: &text)
        for column in table.prices {
            text.append(UInt8(ascii: ","))
            text.append(units: Int128(column[row]))
        }
        text.append(UInt8(ascii: ","))
        text.append(units: table.volumes[row])
        for column in table.features {
            text.append(UInt8(ascii: ","))
            text.append(tenDigits: column[row])
        }
        for labels in table.labels.horizons {
            text.append(UInt8(ascii: ","))
            text.append(tenDigits: labels.logReturns[row])
            append(labels.directions[row], isThere: labels.hasDirection[row])
            append(labels.barriers[row], isThere: labels.hasBarrier[row])
        }
        text.append(UInt8(ascii: "\n"))
    }

    private func append(_ sign: Int32, isThere: Bool) {
        text.append(UInt8(ascii: ","))
        guard isThere else { return }
        if sign < 0 { text.append(UInt8(ascii: "-")) }
        text.append(UInt8(ascii: "0") + UInt8(sign.magnitude))
    }

    private func compressText() throws(DatasetError) {
        do throws(ParquetError) {
            try encoder.compress(text.bytes, into: &compressed)
        } catch {
            throw .encoding(error, series)
        }
        text.removeAll()
        try writeCompressed()
    }

    private func writeCompressed() throws(DatasetError) {
        var failure: DatasetError?
        compressed.withUnsafeBytes { bytes in
            do throws(DatasetError) {
                try file.write(bytes)
            } catch {
                failure = error
            }
        }
        compressed.removeAll(keepingCapacity: true)
        if let failure { throw failure }
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
