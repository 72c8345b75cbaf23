public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// The gaps of a series that reach into a span, ascending.
    public func gaps(of series: SeriesID, in range: TimeRange) throws(StoreError) -> [Gap] {
        try doing("read the gaps of \(series)") {
            try GapLedger.read(connection, series, where: "gap_start < $5 AND gap_end > $4", range)
        }
    }

    /// Records what was never fetched between a series' first candle and its watermark.
    ///
    /// - Parameters:
    ///   - record: The series as it is now.
    ///   - runID: The run that looks.
    /// - Returns: All gaps of the series, ascending.
    /// - Throws: ``StoreError`` where the server refuses.
    public func settleGaps(
        _ record: SeriesRecord,
        runID: Int64
    ) throws(StoreError) -> [Gap] {
        let series = record.series
        let interval = series.interval
        return try doing("record the gaps of \(series)") {
            let stored = TimeRange(
                record.firstOpenTime,
                max(interval.close(of: record.watermark), record.askedUntil)
            )
            let known = try GapLedger.read(
                connection,
                series,
                where: "gap_start < $5 AND gap_end > $4",
                TimeRange(record.firstOpenTime, record.coverage.ranges.last?.end ?? stored.end)
            )
            let rejected = try rejectedSlots(of: series, in: stored)
            let open = record.coverage.missing(in: stored).flatMap { hole in
                Coverage(rejected).missing(in: hole).filter {
                    // Where the venue's grid is not ours (3-day candles), a part of an interval
                    // is no gap.
                    interval.close(of: $0.start) <= $0.end
                }.map {
                    Gap(range: $0, missing: interval.count(in: $0), status: .open)
                }
            }
            let confirmed = known.filter { $0.status == .confirmed }
            if Set(open) != Set(known.filter { $0.status == .open }) {
                try connection.transaction {
                    try connection.query(
                        """
                        DELETE FROM ingest_gaps
                        WHERE \(SeriesID.condition) AND status = 'open'
                        """,
                        series.parameters
                    )
                    let ledger = GapLedger(connection: connection, runID: runID)
                    for gap in open { try ledger.replace(in: gap.range, with: [gap], of: series) }
                }
            }
            return (open + confirmed).sorted { $0.range.start < $1.range.start }
        }
    }

    /// The first place of a span that a rejected row stands for.
    public func firstRejected(
        of series: SeriesID,
        in range: TimeRange
    ) throws(StoreError) -> Timestamp? {
        try doing("read the rejects of \(series)") {
            try rejectedSlots(of: series, in: range).map(\.start).min()
        }
    }

    /// How many places of a span hold a rejected row and no candle.
    public func rejectedCount(of series: SeriesID, in range: TimeRange) throws(StoreError) -> Int {
        try doing("count the rejects of \(series)") {
            let slots = try rejectedSlots(of: series, in: range)
            guard let coverage = try record(of: series)?.coverage else { return slots.count }
            return slots.count { coverage.covered(in: $0).isEmpty }
        }
    }

    /// The places of rows that were rejected and are still not stored.
    private func rejectedSlots(
        of series: SeriesID,
        in range: TimeRange
    ) throws(PostgresError) -> [TimeRange] {
        let rows = try connection.query(
            """
            SELECT DISTINCT open_time FROM ingest_rejects
            WHERE \(SeriesID.condition) AND open_time >= $4 AND open_time < $5
            """,
            series.parameters + [.time(range.start), .time(range.end)]
        )
        var slots: [TimeRange] = []
        for row in rows {
            let open = series.interval.floor(try row.time(0))
            slots.append(TimeRange(open, series.interval.close(of: open)))
        }
        return slots
    }
}
