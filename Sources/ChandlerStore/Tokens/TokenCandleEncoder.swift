import ChandlerCore
import ChandlerPostgres

/// Writes a pool's candles in COPY's binary form, the doubles bit for bit.
struct TokenCandleEncoder {
    /// The columns written, in their order; those of the series' key are left to the statement.
    static let columns = #""timestamp", open, high, low, close, volume, indicators"#
    private static let fieldCount = 7

    /// Writes all rows.
    ///
    /// - Parameters:
    ///   - candles: The rows.
    ///   - indicators: Their indicators, or `nil` for NULL.
    ///   - writer: The COPY.
    /// - Throws: ``PostgresError`` when sending failed.
    func write(
        _ candles: [TokenCandle],
        _ indicators: IndicatorColumns?,
        to writer: inout BinaryCopyWriter
    ) throws(PostgresError) {
        guard let indicators else {
            for candle in candles {
                try append(candle, to: &writer)
                writer.appendNull()
            }
            return
        }
        var objects = IndicatorWriter(indicators, as: .text)
        let room = objects.maximumLength
        for row in candles.indices {
            try append(candles[row], to: &writer)
            writer.appendJSONB { raw in
                raw.append(upTo: room) { objects.write(row: row, to: $0) }
            }
        }
    }

    /// Begins a row and writes all of its fields but the last.
    private func append(
        _ candle: TokenCandle,
        to writer: inout BinaryCopyWriter
    ) throws(PostgresError) {
        try writer.beginRow(fieldCount: TokenCandleEncoder.fieldCount)
        writer.append(timestampMicroseconds: candle.openTime.microseconds)
        writer.append(double: candle.open)
        writer.append(double: candle.high)
        writer.append(double: candle.low)
        writer.append(double: candle.close)
        writer.append(candle.volume)
    }
}
