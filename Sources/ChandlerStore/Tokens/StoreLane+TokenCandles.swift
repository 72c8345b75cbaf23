public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// The stored candles of a pool's series in a span, ascending.
    ///
    /// - Parameters:
    ///   - series: The series.
    ///   - range: The span.
    ///   - limit: How many at most, which bounds the memory; the next ones are asked for from
    ///     behind the last. `nil` for all.
    /// - Returns: The candles, bit for bit as they were stored.
    /// - Throws: ``StoreError`` where the server refuses.
    public func candles(
        of series: PoolSeriesID,
        in range: TimeRange,
        limit: Int? = nil
    ) throws(StoreError) -> [TokenCandle] {
        var candles: [TokenCandle] = []
        try copyOut(StoreLane.poolColumns, of: series, in: range, limit: limit) { row in
            candles.append(try TokenCandle(row))
        }
        return candles
    }

    /// The stored candles of a span with their indicators as JSON text, ascending.
    ///
    /// - Parameters:
    ///   - series: The series.
    ///   - range: The span.
    ///   - limit: How many at most; `nil` for all.
    /// - Returns: The rows.
    /// - Throws: ``StoreError`` where the server refuses.
    public func rows(
        of series: PoolSeriesID,
        in range: TimeRange,
        limit: Int? = nil
    ) throws(StoreError) -> [StoredTokenRow] {
        var rows: [StoredTokenRow] = []
        let columns = StoreLane.poolColumns + ", indicators"
        try copyOut(columns, of: series, in: range, limit: limit) { row in
            rows.append(
                StoredTokenRow(
                    candle: try TokenCandle(row),
                    indicators: try row.jsonbIfPresent(6)
                )
            )
        }
        return rows
    }

    private static let poolColumns = #""timestamp", open, high, low, close, volume"#

    private func copyOut(
        _ columns: String,
        of series: PoolSeriesID,
        in range: TimeRange,
        limit: Int?,
        _ body: (borrowing BinaryCopyRow) throws -> Void
    ) throws(StoreError) {
        try doing("read \(series) \(range)") {
            try connection.copyOut(
                """
                COPY (
                    SELECT \(columns) FROM cubi.token_candles
                    WHERE \(try series.literalCondition())
                        AND "timestamp" >= '\(range.start)' AND "timestamp" < '\(range.end)'
                    ORDER BY "timestamp"\(limit.map { " LIMIT \($0)" } ?? "")
                ) TO STDOUT (FORMAT binary)
                """,
                body
            )
        }
    }

    /// How many candles of a pool's series are stored in a span.
    public func candleCount(
        of series: PoolSeriesID,
        in range: TimeRange
    ) throws(StoreError) -> Int {
        try doing("count \(series) \(range)") {
            Int(
                try connection.query(
                    """
                    SELECT count(*) FROM cubi.token_candles
                    WHERE \(PoolSeriesID.condition) AND "timestamp" >= $6 AND "timestamp" < $7
                    """,
                    series.parameters + [.time(range.start), .time(range.end)]
                ).firstRow().int64(0)
            )
        }
    }

    /// Loads rows of a pool's series in one transaction, with all that moves with them.
    ///
    /// - Parameters:
    ///   - job: The rows and what moves with them.
    ///   - runID: The run that does it.
    /// - Returns: What was written.
    /// - Throws: ``StoreError``; nothing of the job was kept.
    @discardableResult
    public func load(_ job: PoolLoadJob, runID: Int64) throws(StoreError) -> PoolLoadResult {
        try doing("load \(job.candles.count) candles of \(job.series)") {
            try connection.transaction {
                try PoolLoadTransaction(connection: connection, job: job, runID: runID).run()
            }
        }
    }
}

/// A stored candle of a pool with its indicators.
public struct StoredTokenRow: Sendable, Hashable {
    /// The candle.
    public let candle: TokenCandle
    /// The indicators as the server prints them; `nil` where none are stored.
    public let indicators: String?
}

extension TokenCandle {
    /// Reads the first six columns of a stored candle.
    fileprivate init(_ row: borrowing BinaryCopyRow) throws {
        self.init(
            openTime: Timestamp(microseconds: try row.timestampMicroseconds(0)),
            open: try row.double(1),
            high: try row.double(2),
            low: try row.double(3),
            close: try row.double(4),
            volume: try row.doubleIfPresent(5)
        )
    }
}
