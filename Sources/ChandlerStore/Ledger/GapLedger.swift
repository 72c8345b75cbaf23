import ChandlerCore
import ChandlerPostgres

/// Keeps `ingest_gaps`: disjoint spans, joined where they touch and say the same.
struct GapLedger {
    let connection: PostgresConnection
    let runID: Int64

    /// Replaces what is recorded inside a span.
    ///
    /// A recorded gap that reaches beyond the span keeps its outer parts; a new gap that touches
    /// a recorded one that says the same becomes one gap with it.
    func replace(
        in range: TimeRange,
        with gaps: [Gap],
        of series: SeriesID
    ) throws(PostgresError) {
        let touching = try GapLedger.read(
            connection,
            series,
            where: "gap_start <= $5 AND gap_end >= $4",
            range
        )
        if touching.isEmpty, gaps.isEmpty { return }
        let interval = series.interval
        let kept = touching.flatMap { gap in
            Coverage([range]).missing(in: gap.range).map {
                Gap(
                    range: $0,
                    missing: interval.count(in: $0),
                    status: gap.status,
                    reason: gap.reason
                )
            }
        }
        let joined = GapLedger.joined(kept + gaps, interval)
        if Set(joined) == Set(touching) { return }
        for gap in touching {
            try connection.query(
                "DELETE FROM ingest_gaps WHERE \(SeriesID.condition) AND gap_start = $4",
                series.parameters + [.time(gap.range.start)]
            )
        }
        for gap in joined { try insert(gap, series) }
    }

    /// Joins gaps that touch and say the same.
    static func joined(_ gaps: [Gap], _ interval: Interval) -> [Gap] {
        gaps.sorted { $0.range.start < $1.range.start }.reduce(into: []) { joined, gap in
            guard let last = joined.last, last.range.end == gap.range.start,
                last.status == gap.status, last.reason == gap.reason
            else { return joined.append(gap) }
            joined[joined.count - 1] = Gap(
                range: TimeRange(last.range.start, gap.range.end),
                missing: last.missing + gap.missing,
                status: gap.status,
                reason: gap.reason
            )
        }
    }

    private func insert(_ gap: Gap, _ series: SeriesID) throws(PostgresError) {
        try connection.query(
            """
            INSERT INTO ingest_gaps (symbol, "interval", venue, gap_start, gap_end, missing,
                status, reason, run_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            series.parameters + [
                .time(gap.range.start), .time(gap.range.end), .int(gap.missing),
                .text(gap.status.rawValue), gap.reason.map { .text($0.rawValue) } ?? .null,
                .int64(runID),
            ]
        )
    }

    /// Reads gaps that meet a condition on `$4` and `$5`, the ends of a span, ascending.
    static func read(
        _ connection: PostgresConnection,
        _ series: SeriesID,
        where condition: String,
        _ range: TimeRange
    ) throws(PostgresError) -> [Gap] {
        let rows = try connection.query(
            """
            SELECT gap_start, gap_end, missing, status, reason FROM ingest_gaps
            WHERE \(SeriesID.condition) AND \(condition) ORDER BY gap_start
            """,
            series.parameters + [.time(range.start), .time(range.end)]
        )
        var gaps: [Gap] = []
        for row in rows {
            gaps.append(
                Gap(
                    range: TimeRange(try row.time(0), try row.time(1)),
                    missing: Int(try row.int64(2)),
                    status: try row.text(3) == Gap.Status.open.rawValue ? .open : .confirmed,
                    reason: try row.textIfPresent(4).flatMap { MissingCandle(rawValue: $0) }
                )
            )
        }
        return gaps
    }
}
