import ChandlerCore
import ChandlerPostgres

/// Writes what moves together with a load's rows: watermark, states, gaps and origins.
struct LedgerWriter {
    let connection: PostgresConnection
    let runID: Int64

    /// Writes all entries of a job.
    func write(_ job: LoadJob) throws {
        try write(revisions: job.revisions, of: job.series)
        try write(rejects: job.rejects, of: job.series)
        if let segment = job.segment { try write(segment, job) }
        if let range = job.gapRange {
            try GapLedger(connection: connection, runID: runID)
                .replace(in: range, with: job.gaps, of: job.series)
        }
        if let first = job.candles.first {
            // States inside the rewritten rows belong to the candles as they were.
            try connection.query(
                """
                DELETE FROM ingest_states WHERE \(SeriesID.condition)
                    AND last_open_time >= $4 AND last_open_time < $5
                """,
                job.series.parameters + [.time(first.openTime), .time(job.range.end)]
            )
        }
        try write(job.states, of: job.series)
        if let record = job.record { try write(record) }
    }

    /// Sets a series' record.
    func write(_ record: SeriesRecord) throws(PostgresError) {
        try connection.query(
            """
            INSERT INTO ingest_watermarks (symbol, "interval", venue, first_open_time, watermark,
                coverage, asked_until, indicators, indicator_fingerprint, stale_from, run_id)
            VALUES ($1, $2, $3, $4, $5, $6::tstzmultirange, $7, $8, $9, $10, $11)
            ON CONFLICT (symbol, "interval", venue) DO UPDATE SET
                (first_open_time, watermark, coverage, asked_until, indicators,
                 indicator_fingerprint, stale_from, run_id, updated_at) =
                (excluded.first_open_time, excluded.watermark, excluded.coverage,
                 excluded.asked_until, excluded.indicators, excluded.indicator_fingerprint, excluded.stale_from,
                 excluded.run_id, clock_timestamp())
            """,
            record.series.parameters + [
                .time(record.firstOpenTime), .time(record.watermark),
                .text(record.coverage.multirange), .time(record.askedUntil),
                .text(record.indicators.joined(separator: ",")), .text(record.fingerprint),
                .time(record.staleFrom), .int64(runID),
            ]
        )
    }

    private func write(_ states: [SavedState], of series: SeriesID) throws(PostgresError) {
        if states.contains(where: { $0.kind == .tail }) {
            try connection.query(
                "DELETE FROM ingest_states WHERE \(SeriesID.condition) AND kind = 'tail'",
                series.parameters
            )
        }
        for state in states {
            try connection.query(
                """
                INSERT INTO ingest_states (symbol, "interval", venue, last_open_time, kind,
                    indicator_fingerprint, state)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (symbol, "interval", venue, last_open_time) DO UPDATE SET
                    (kind, indicator_fingerprint, state) =
                    (excluded.kind, excluded.indicator_fingerprint, excluded.state)
                """,
                series.parameters + [
                    .time(state.lastOpenTime), .text(state.kind.rawValue),
                    .text(state.fingerprint), .bytes(state.bytes),
                ]
            )
        }
    }

    private func write(_ segment: Segment, _ job: LoadJob) throws(PostgresError) {
        try connection.query(
            """
            INSERT INTO ingest_segments (symbol, "interval", venue, range_start, range_end, host,
                path, pages, row_count, digest, first_fetched_at, last_fetched_at, run_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            job.series.parameters + [
                .time(job.range.start), .time(job.range.end), .text(segment.host),
                .text(segment.path), .int(segment.pages), .int(segment.rowCount),
                .text(segment.digest), .time(segment.firstFetchedAt),
                .time(segment.lastFetchedAt), .int64(runID),
            ]
        )
    }
}

extension LedgerWriter {
    private func write(revisions: [CandleRevision], of series: SeriesID) throws {
        guard !revisions.isEmpty else { return }
        let seenAt = try connection.query("SELECT transaction_timestamp()").firstRow().time(0)
        try connection.copyIn(
            """
            COPY candle_revisions (symbol, "interval", venue, "timestamp",
                old_open, old_high, old_low, old_close, old_volume,
                old_quote_volume, old_trade_count, old_taker_buy_volume,
                new_open, new_high, new_low, new_close, new_volume,
                new_quote_volume, new_trade_count, new_taker_buy_volume, seen_at, run_id)
            FROM STDIN (FORMAT binary)
            """
        ) { writer in
            for revision in revisions {
                try writer.beginRow(fieldCount: 22)
                writer.append(utf8: series.symbol.text)
                writer.append(utf8: series.interval.rawValue)
                writer.append(utf8: series.venue)
                writer.append(timestampMicroseconds: revision.old.openTime.microseconds)
                writer.append(values: revision.old)
                writer.append(values: revision.new)
                writer.append(timestampMicroseconds: seenAt.microseconds)
                writer.append(int64: runID)
            }
        }
    }

    private func write(rejects: [RejectEntry], of series: SeriesID) throws {
        guard !rejects.isEmpty else { return }
        let columns = """
            symbol, "interval", venue, open_time, rule, reason, payload, host, path, fetched_at, \
            run_id
            """
        for entry in rejects {
            try connection.query(
                """
                INSERT INTO ingest_rejects (\(columns))
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                ON CONFLICT DO NOTHING
                """,
                series.parameters + [
                    .time(entry.row.openTime), .text(entry.row.rule), .text(entry.row.reason),
                    .text(entry.row.payload), .text(entry.origin.host), .text(entry.origin.path),
                    .time(entry.origin.fetchedAt), .int64(runID),
                ]
            )
        }
    }
}

extension BinaryCopyWriter {
    /// Appends the eight values of a candle.
    fileprivate mutating func append(values candle: Candle) {
        append(fixedPoint8: candle.open.raw)
        append(fixedPoint8: candle.high.raw)
        append(fixedPoint8: candle.low.raw)
        append(fixedPoint8: candle.close.raw)
        append(fixedPoint8: candle.volume.raw)
        append(candle.quoteVolume)
        if let count = candle.tradeCount { append(int64: count) } else { appendNull() }
        append(candle.takerBuyVolume)
    }

    private mutating func append(_ quantity: Quantity?) {
        if let quantity { append(fixedPoint8: quantity.raw) } else { appendNull() }
    }
}
