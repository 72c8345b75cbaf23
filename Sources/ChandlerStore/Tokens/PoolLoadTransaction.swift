import ChandlerCore
import ChandlerPostgres

/// One load of a pool's candles: rows are staged, compared with what is stored, and merged, so that
/// unchanged rows are not written.
struct PoolLoadTransaction {
    private static let staging = "pg_temp.chandler_stage_token_candles"
    private static let values = "open, high, low, close, volume"

    let connection: PostgresConnection
    let job: PoolLoadJob
    let runID: Int64

    /// Writes rows, rejects and record; the caller's transaction keeps them or not.
    func run() throws -> PoolLoadResult {
        var result = PoolLoadResult()
        if !job.candles.isEmpty {
            try stage()
            switch job.way {
            case .merge:
                result = try compare()
                try merge()
            case .refreshIndicators: result = try refresh()
            }
        }
        try TokenRejectWriter(connection: connection, runID: runID)
            .write(job.rejects, of: job.series)
        if let record = job.record {
            try PoolSeriesWriter(connection: connection, runID: runID).write(record)
        }
        return result
    }

    private func stage() throws {
        if try connection.hasTable(Self.staging) {
            try connection.execute("TRUNCATE \(Self.staging)")
        } else {
            try connection.execute(
                """
                CREATE TEMP TABLE chandler_stage_token_candles AS
                SELECT \(TokenCandleEncoder.columns) FROM cubi.token_candles WITH NO DATA
                """
            )
        }
        try connection.copyIn(
            "COPY \(Self.staging) (\(TokenCandleEncoder.columns)) FROM STDIN (FORMAT binary)"
        ) { writer in
            try TokenCandleEncoder().write(job.candles, job.indicators, to: &writer)
        }
        try connection.execute("ANALYZE \(Self.staging)")
    }

    /// Counts what the merge will do; the series' lock keeps others from getting in between.
    private func compare() throws -> PoolLoadResult {
        let same = """
            (stored.open, stored.high, stored.low, stored.close, stored.volume)
                IS NOT DISTINCT FROM
            (staged.open, staged.high, staged.low, staged.close, staged.volume)
            """
        let sameIndicators = "stored.indicators IS NOT DISTINCT FROM staged.indicators"
        let row = try connection.query(
            """
            SELECT count(*) FILTER (WHERE stored.mint IS NULL),
                count(*) FILTER (WHERE stored.mint IS NOT NULL AND NOT (\(same))),
                count(*) FILTER (
                    WHERE stored.mint IS NOT NULL AND (\(same)) AND NOT (\(sameIndicators))),
                count(*) FILTER (
                    WHERE stored.mint IS NOT NULL AND (\(same)) AND (\(sameIndicators)))
            FROM \(Self.staging) AS staged LEFT JOIN cubi.token_candles AS stored
                ON \(try storedCondition()) AND stored."timestamp" = staged."timestamp"
            """
        ).firstRow()
        return PoolLoadResult(
            inserted: Int(try row.int64(0)),
            updated: Int(try row.int64(1)),
            recomputed: Int(try row.int64(2)),
            unchanged: Int(try row.int64(3))
        )
    }

    private func merge() throws {
        try connection.execute(
            """
            INSERT INTO cubi.token_candles AS stored
                (\(PoolSeriesID.keyColumns), \(TokenCandleEncoder.columns))
            SELECT \(try job.series.literals()), \(TokenCandleEncoder.columns)
            FROM \(Self.staging)
            ON CONFLICT (\(PoolSeriesID.keyColumns), "timestamp") DO UPDATE SET
                (\(Self.values), indicators) =
                (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume,
                 excluded.indicators)
            WHERE (stored.open, stored.high, stored.low, stored.close, stored.volume,
                   stored.indicators)
                IS DISTINCT FROM
                  (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume,
                   excluded.indicators)
            """
        )
    }

    /// Rewrites indicators; those of rows that waited for their first ones are not counted.
    private func refresh() throws -> PoolLoadResult {
        func update(_ condition: String) throws -> Int {
            try connection.execute(
                """
                UPDATE cubi.token_candles AS stored SET indicators = staged.indicators
                FROM \(Self.staging) AS staged
                WHERE \(try storedCondition()) AND stored."timestamp" = staged."timestamp"
                    AND \(condition)
                """
            )
        }
        let first = try update("stored.indicators IS NULL AND staged.indicators IS NOT NULL")
        let rewritten = try update("stored.indicators IS DISTINCT FROM staged.indicators")
        return PoolLoadResult(
            recomputed: rewritten,
            unchanged: job.candles.count - first - rewritten
        )
    }

    /// The stored rows of the job's series and span.
    ///
    /// Without the span a table that was never analysed is read whole for every page.
    private func storedCondition() throws -> String {
        let columns = PoolSeriesID.keyColumns.split(separator: ", ").map { "stored.\($0)" }
        let times = job.candles.map(\.openTime)
        guard let first = times.min(), let last = times.max() else {
            preconditionFailure("Invariant: rows are compared where there are some")
        }
        return "(\(columns.joined(separator: ", "))) = (\(try job.series.literals())) "
            + "AND stored.\"timestamp\" BETWEEN "
            + "'\(first)'::timestamptz AND '\(last)'::timestamptz"
    }
}
