import ChandlerCore
import ChandlerPostgres

/// Writes candles as rows of `market_data` in COPY's binary form.
///
/// Prices and volumes go from integers to the wire's base-10000 digits; no decimal passes
/// through a double or a text.
struct CandleRowEncoder {
    /// The columns written, in their order.
    static let columns = """
        venue, symbol, "interval", "timestamp", open, high, low, close, volume, quote_volume, \
        trade_count, taker_buy_volume, indicators
        """
    private static let fieldCount = 13

    private let venue: [UInt8]
    private let symbol: [UInt8]
    private let interval: [UInt8]

    init(_ series: SeriesID) {
        venue = Array(series.venue.utf8)
        symbol = Array(series.symbol.text.utf8)
        interval = Array(series.interval.rawValue.utf8)
    }

    /// Writes all rows.
    func write(
        _ candles: [Candle],
        _ indicators: IndicatorColumns?,
        to writer: inout BinaryCopyWriter
    ) throws(PostgresError) {
        let room = indicators?.maximumLength ?? 0
        for row in candles.indices {
            let candle = candles[row]
            try writer.beginRow(fieldCount: CandleRowEncoder.fieldCount)
            writer.append(utf8: venue.span)
            writer.append(utf8: symbol.span)
            writer.append(utf8: interval.span)
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
            if let indicators {
                writer.appendJSONB { raw in
                    raw.append(upTo: room) { indicators.writeJSON(row: row, to: $0) }
                }
            } else {
                writer.appendNull()
            }
        }
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
