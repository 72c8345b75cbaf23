public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// The record of a pool's series, or `nil` when it was never asked for.
    public func record(of series: PoolSeriesID) throws(StoreError) -> PoolSeriesRecord? {
        try doing("read the watermark of \(series)") {
            let rows = try connection.query(
                """
                SELECT first_open_time, watermark, indicators, indicator_fingerprint,
                    state_open_time, state, is_stale
                FROM cubi.token_series WHERE \(PoolSeriesID.condition)
                """,
                series.parameters
            )
            guard let row = rows.first else { return nil }
            let spans = try connection.query(
                """
                SELECT lower(span), upper(span)
                FROM cubi.token_series, unnest(coverage) AS span
                WHERE \(PoolSeriesID.condition) ORDER BY 1
                """,
                series.parameters
            )
            var record = PoolSeriesRecord(
                series: series,
                firstOpenTime: try row.timeIfPresent(0),
                watermark: try row.timeIfPresent(1),
                coverage: try Coverage(rows: spans),
                indicators: try row.text(2).split(separator: ",").map(String.init),
                fingerprint: try row.text(3),
                isStale: try row.bool(6)
            )
            if let openTime = try row.timeIfPresent(4) {
                record.state = .init(openTime: openTime, bytes: try row.bytes(5))
            }
            return record
        }
    }

    /// Sets the record of a pool's series without loading anything.
    public func save(_ record: PoolSeriesRecord, runID: Int64) throws(StoreError) {
        try doing("save the watermark of \(record.series)") {
            try PoolSeriesWriter(connection: connection, runID: runID).write(record)
        }
    }

    /// The names of all stored series of pools.
    public func allPoolSeries() throws(StoreError) -> [PoolSeriesID] {
        try doing("list the stored series of pools") {
            let rows = try connection.query(
                """
                SELECT mint, pool, "interval", venue, network, symbol
                FROM cubi.token_series ORDER BY venue, network, pool, "interval", mint
                """
            )
            return try rows.map { row in
                let interval = try row.text(2)
                guard let known = Interval(rawValue: interval) else {
                    throw StoreError(
                        .inconsistent,
                        "the stored interval \(quoted(interval)) is not known"
                    )
                }
                return PoolSeriesID(
                    venue: try row.text(3),
                    pool: Pool(
                        network: try row.text(4),
                        address: try row.text(1),
                        mint: try row.text(0),
                        symbol: try row.textIfPresent(5)
                    ),
                    interval: known
                )
            }
        }
    }
}

/// Writes rows of `cubi.token_series`.
struct PoolSeriesWriter {
    let connection: PostgresConnection
    let runID: Int64

    /// Sets a series' record.
    func write(_ record: PoolSeriesRecord) throws(PostgresError) {
        let columns = """
            symbol, first_open_time, watermark, coverage, indicators, indicator_fingerprint, \
            state_open_time, state, is_stale, run_id
            """
        let new = columns.split(separator: ", ").map { "excluded.\($0)" }.joined(separator: ", ")
        try connection.query(
            """
            INSERT INTO cubi.token_series (\(PoolSeriesID.keyColumns), \(columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::tstzmultirange, $10, $11, $12, $13, $14,
                $15)
            ON CONFLICT (\(PoolSeriesID.keyColumns)) DO UPDATE SET
                (\(columns), updated_at) = (\(new), clock_timestamp())
            """,
            record.series.parameters + [
                record.series.pool.symbol.map { .text($0.withoutNUL) } ?? .null,
                .time(record.firstOpenTime), .time(record.watermark),
                .text(record.coverage.multirange),
                .text(record.indicators.joined(separator: ",")), .text(record.fingerprint),
                .time(record.state?.openTime), record.state.map { .bytes($0.bytes) } ?? .null,
                .bool(record.isStale), .int64(runID),
            ]
        )
    }
}
