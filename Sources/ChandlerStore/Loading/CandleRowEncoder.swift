package import ChandlerCore
package import ChandlerPostgres

/// Writes candles as rows of `market_data` in COPY's binary form.
///
/// Prices and volumes go from integers to the wire's base-10000 digits; no decimal passes
/// through a double or a text.
package struct CandleRowEncoder: ~Copyable {
    /// The columns written, in their order.
    static let columns = """
        venue, symbol, "interval", "timestamp", open, high, low, close, volume, quote_volume, \
        trade_count, taker_buy_volume, indicators
        """
    private static let fieldCount = 13

    private let key: PreparedFields

    package init(_ series: SeriesID) {
        key = PreparedFields(
            texts: [series.venue, series.symbol.text, series.interval.rawValue]
        )
    }

    /// Writes all rows.
    ///
    /// - Parameters:
    ///   - candles: The rows.
    ///   - indicators: Their indicators, or `nil` for NULL.
    ///   - form: How the target's column takes indicators.
    ///   - writer: The COPY.
    /// - Throws: ``PostgresError`` when sending failed.
    package func write(
        _ candles: [Candle],
        _ indicators: IndicatorColumns?,
        as form: IndicatorWriter.Form,
        to writer: inout BinaryCopyWriter
    ) throws(PostgresError) {
        guard let indicators else {
            for candle in candles {
                try append(candle, to: &writer)
                writer.appendNull()
            }
            return
        }
        var objects = IndicatorWriter(indicators, as: form)
        let room = objects.maximumLength
        for row in candles.indices {
            try append(candles[row], to: &writer)
            switch form {
            case .text:
                writer.appendJSONB { raw in
                    raw.append(upTo: room) { objects.write(row: row, to: $0) }
                }
            case .image:
                writer.append(upTo: room) { objects.write(row: row, to: $0) }
            }
        }
    }

    /// Begins a row and writes all of its fields but the last.
    @inline(__always)
    private func append(
        _ candle: Candle,
        to writer: inout BinaryCopyWriter
    ) throws(PostgresError) {
        try writer.beginRow(fieldCount: CandleRowEncoder.fieldCount, with: key)
        writer.append(timestampMicroseconds: candle.openTime.microseconds)
        writer.append(fixedPoint8: candle.open.raw)
        writer.append(fixedPoint8: candle.high.raw)
        writer.append(fixedPoint8: candle.low.raw)
        writer.append(fixedPoint8: candle.close.raw)
        writer.append(fixedPoint8: candle.volume.raw)
        append(candle.quoteVolume, to: &writer)
        if let count = candle.tradeCount {
            writer.append(int64: count)
        } else {
            writer.appendNull()
        }
        append(candle.takerBuyVolume, to: &writer)
    }

    @inline(__always)
    private func append(_ quantity: Quantity?, to writer: inout BinaryCopyWriter) {
        if let quantity {
            writer.append(fixedPoint8: quantity.raw)
        } else {
            writer.appendNull()
        }
    }
}
