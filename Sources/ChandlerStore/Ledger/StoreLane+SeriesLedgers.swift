public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// What the ledger holds of every stored series, by venue, symbol and interval.
    ///
    /// Four statements, however many series there are; all see the same moment.
    ///
    /// - Parameter series: The only one that is meant; all by default.
    /// - Returns: The series.
    /// - Throws: ``StoreError`` where the server refuses.
    public func seriesLedgers(_ series: SeriesID? = nil) throws(StoreError) -> [SeriesLedger] {
        try doing("read what the ledger holds of \(series.map { "\($0)" } ?? "the series")") {
            try connection.transaction {
                try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                let spans = try spans(series)
                let gaps = try gaps(series)
                let rejects = try rejects(series)
                return try connection.query(
                    """
                    SELECT venue, symbol, "interval", first_open_time, watermark, indicators,
                        indicator_fingerprint, stale_from, asked_until, run_id
                    FROM ingest_watermarks WHERE \(condition(series)) ORDER BY 1, 2, 3
                    """,
                    series?.parameters ?? []
                ).map { row in
                    let series = try row.series()
                    let record = SeriesRecord(
                        series: series,
                        firstOpenTime: try row.time(3),
                        watermark: try row.time(4),
                        coverage: Coverage(spans[series] ?? []),
                        askedUntil: try row.time(8),
                        indicators: try row.text(5).split(separator: ",").map(String.init),
                        fingerprint: try row.text(6),
                        staleFrom: try row.timeIfPresent(7)
                    )
                    return SeriesLedger(
                        record: record,
                        runID: try row.int64(9),
                        gaps: gaps[series] ?? [],
                        rejects: rejects[series] ?? []
                    )
                }
            }
        }
    }

    private func condition(_ series: SeriesID?) -> String {
        series == nil ? "true" : SeriesID.condition
    }

    private func spans(_ series: SeriesID?) throws -> [SeriesID: [TimeRange]] {
        var spans: [SeriesID: [TimeRange]] = [:]
        for row in try connection.query(
            """
            SELECT venue, symbol, "interval", lower(span), upper(span)
            FROM ingest_watermarks, unnest(coverage) AS span WHERE \(condition(series))
            """,
            series?.parameters ?? []
        ) {
            spans[try row.series(), default: []].append(
                TimeRange(try row.time(3), try row.time(4))
            )
        }
        return spans
    }

    private func gaps(_ series: SeriesID?) throws -> [SeriesID: [Gap]] {
        var gaps: [SeriesID: [Gap]] = [:]
        for row in try connection.query(
            """
            SELECT venue, symbol, "interval", gap_start, gap_end, missing, status, reason
            FROM ingest_gaps JOIN ingest_watermarks USING (symbol, "interval", venue)
            WHERE \(condition(series)) ORDER BY gap_start
            """,
            series?.parameters ?? []
        ) {
            gaps[try row.series(), default: []].append(
                Gap(
                    range: TimeRange(try row.time(3), try row.time(4)),
                    missing: Int(try row.int64(5)),
                    status: try row.text(6) == Gap.Status.open.rawValue ? .open : .confirmed,
                    reason: try row.textIfPresent(7).flatMap { MissingCandle(rawValue: $0) }
                )
            )
        }
        return gaps
    }

    /// Rows of tokens and pools are rejected, too: only those of stored series are read.
    private func rejects(_ series: SeriesID?) throws -> [SeriesID: [Timestamp]] {
        var rejects: [SeriesID: [Timestamp]] = [:]
        for row in try connection.query(
            """
            SELECT DISTINCT venue, symbol, "interval", open_time
            FROM ingest_rejected JOIN ingest_watermarks USING (symbol, "interval", venue)
            WHERE open_time IS NOT NULL AND \(condition(series))
            """,
            series?.parameters ?? []
        ) {
            rejects[try row.series(), default: []].append(try row.time(3))
        }
        return rejects
    }

    /// What the ledger holds of every pool's series that was ever asked for, by venue, network,
    /// pool and interval.
    ///
    /// - Returns: The series.
    /// - Throws: ``StoreError`` where the server refuses.
    public func poolLedgers() throws(StoreError) -> [PoolLedger] {
        try doing("read what the ledger holds of the pools") {
            try connection.transaction {
                try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                let spans = try poolSpans()
                return try connection.query(
                    """
                    SELECT s.venue, s.network, s.pool, s.mint, s."interval", s.symbol,
                        s.first_open_time, s.watermark, s.indicators, s.indicator_fingerprint,
                        s.is_stale, s.run_id, coalesce(c.stored, 0)
                    FROM cubi.token_series AS s LEFT JOIN (
                        SELECT mint, pool, "interval", venue, network, count(*) AS stored
                        FROM cubi.token_candles GROUP BY 1, 2, 3, 4, 5) AS c
                        USING (mint, pool, "interval", venue, network)
                    ORDER BY s.venue, s.network, s.pool, s."interval", s.mint
                    """
                ).map { row in
                    let series = try row.poolSeries()
                    return PoolLedger(
                        record: PoolSeriesRecord(
                            series: series,
                            firstOpenTime: try row.timeIfPresent(6),
                            watermark: try row.timeIfPresent(7),
                            coverage: Coverage(spans[series.key] ?? []),
                            indicators: try row.text(8).split(separator: ",").map(String.init),
                            fingerprint: try row.text(9),
                            isStale: try row.bool(10)
                        ),
                        runID: try row.int64(11),
                        stored: Int(try row.int64(12))
                    )
                }
            }
        }
    }

    private func poolSpans() throws -> [[String]: [TimeRange]] {
        var spans: [[String]: [TimeRange]] = [:]
        for row in try connection.query(
            """
            SELECT venue, network, pool, mint, "interval", symbol, lower(span), upper(span)
            FROM cubi.token_series, unnest(coverage) AS span
            """
        ) {
            spans[try row.poolSeries().key, default: []].append(
                TimeRange(try row.time(6), try row.time(7))
            )
        }
        return spans
    }
}

extension PostgresRow {
    /// Venue, symbol and interval from the first three columns.
    fileprivate func series() throws -> SeriesID {
        SeriesID(
            venue: try text(0),
            symbol: try Symbol(try text(1)),
            interval: try interval(2)
        )
    }

    /// Venue, network, pool, mint, interval and symbol from the first six columns.
    fileprivate func poolSeries() throws -> PoolSeriesID {
        PoolSeriesID(
            venue: try text(0),
            pool: Pool(
                network: try text(1),
                address: try text(2),
                mint: try text(3),
                symbol: try textIfPresent(5)
            ),
            interval: try interval(4)
        )
    }

    private func interval(_ column: PostgresColumn) throws -> Interval {
        let name = try text(column)
        guard let interval = Interval(rawValue: name) else {
            throw StoreError(.inconsistent, "the stored interval \(quoted(name)) is not known")
        }
        return interval
    }
}
