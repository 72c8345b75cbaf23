public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    private static let candleColumns = """
        "timestamp", open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume
        """

    /// The stored candles of a span, ascending.
    ///
    /// **Shape:** the span decides the memory; read long ones piece by piece.
    public func candles(of series: SeriesID, in range: TimeRange) throws(StoreError) -> [Candle] {
        var candles: [Candle] = []
        try copyOut(StoreLane.candleColumns, of: series, in: range) { row in
            candles.append(try Candle(row))
        }
        return candles
    }

    /// The stored candles of a span with their indicators as JSON text, ascending.
    public func rows(of series: SeriesID, in range: TimeRange) throws(StoreError) -> [StoredRow] {
        var rows: [StoredRow] = []
        try copyOut(StoreLane.candleColumns + ", indicators", of: series, in: range) { row in
            rows.append(
                StoredRow(candle: try Candle(row), indicators: try row.jsonbIfPresent(9))
            )
        }
        return rows
    }

    /// The last stored candles, ascending.
    public func lastCandles(
        of series: SeriesID,
        count: Int
    ) throws(StoreError) -> [Candle] {
        guard let record = try record(of: series) else { return [] }
        let interval = series.interval
        return try candles(
            of: series,
            in: TimeRange(
                interval.advance(record.watermark, by: 1 - count),
                interval.close(of: record.watermark)
            )
        )
    }

    /// The open time of the first stored candle at or after a moment.
    public func firstOpenTime(
        of series: SeriesID,
        from moment: Timestamp
    ) throws(StoreError) -> Timestamp? {
        try doing("find the next candle of \(series)") {
            try connection.query(
                """
                SELECT "timestamp" FROM market_data
                WHERE \(SeriesID.condition) AND "timestamp" >= $4 ORDER BY "timestamp" LIMIT 1
                """,
                series.parameters + [.time(moment)]
            ).first.map { try $0.time(0) }
        }
    }

    private func copyOut(
        _ columns: String,
        of series: SeriesID,
        in range: TimeRange,
        _ body: (borrowing BinaryCopyRow) throws -> Void
    ) throws(StoreError) {
        try doing("read \(series) \(range)") {
            try connection.copyOut(
                """
                COPY (
                    SELECT \(columns) FROM market_data
                    WHERE \(try series.literalCondition())
                        AND "timestamp" >= '\(range.start)' AND "timestamp" < '\(range.end)'
                    ORDER BY "timestamp"
                ) TO STDOUT (FORMAT binary)
                """,
                body
            )
        }
    }
}

/// A stored candle with its indicators.
public struct StoredRow: Sendable, Hashable {
    /// The candle.
    public let candle: Candle
    /// The indicators as the server prints them; `nil` where none are stored.
    public let indicators: String?
}

extension Candle {
    /// Reads the nine columns of a stored candle.
    fileprivate init(_ row: borrowing BinaryCopyRow) throws {
        self.init(
            openTime: Timestamp(microseconds: try row.timestampMicroseconds(0)),
            open: Price(raw: try row.fixedPoint8(1)),
            high: Price(raw: try row.fixedPoint8(2)),
            low: Price(raw: try row.fixedPoint8(3)),
            close: Price(raw: try row.fixedPoint8(4)),
            volume: Quantity(raw: try row.wideFixedPoint8(5)),
            quoteVolume: try row.wideFixedPoint8IfPresent(6).map { Quantity(raw: $0) },
            tradeCount: try row.int64IfPresent(7),
            takerBuyVolume: try row.wideFixedPoint8IfPresent(8).map { Quantity(raw: $0) }
        )
    }
}
