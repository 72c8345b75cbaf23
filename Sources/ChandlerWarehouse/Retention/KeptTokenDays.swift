import ChandlerCore
import ChandlerPostgres

/// Copies days of `cubi.daily_stats_live` to `cubi.daily_stats_kept` before their details go.
///
/// What is kept of a day wins over what its details say later, so that a part of a day that was kept
/// is never replaced.
struct KeptTokenDays {
    let connection: PostgresConnection

    /// Keeps what the snapshots of a span say of its days.
    func keepSnapshots(of span: TimeRange) throws {
        try connection.execute(
            """
            INSERT INTO cubi.daily_stats_kept AS kept ("date", volume, new_tokens)
            SELECT "date", volume, new_tokens FROM cubi.daily_stats_live
            WHERE \(condition(span)) AND new_tokens IS NOT NULL
            ON CONFLICT ("date") DO UPDATE
                SET volume = excluded.volume, new_tokens = excluded.new_tokens
            WHERE kept.new_tokens IS NULL
            """
        )
        try check(span, "new_tokens", "kept.new_tokens IS NULL")
    }

    /// Keeps what a month's trades say of its days, in the transaction that drops them.
    func keepTrades(of month: Month) throws {
        try connection.execute(
            """
            INSERT INTO cubi.daily_stats_kept AS kept
                ("date", trades, tokens, win_rate, avg_roi, total_roi)
            SELECT "date", trades, tokens, win_rate, avg_roi, total_roi FROM cubi.daily_stats_live
            WHERE \(condition(month.range)) AND trades IS NOT NULL
            ON CONFLICT ("date") DO UPDATE SET
                trades = excluded.trades, tokens = excluded.tokens, win_rate = excluded.win_rate,
                avg_roi = excluded.avg_roi, total_roi = excluded.total_roi
            WHERE kept.trades IS NULL
            """
        )
        try check(
            month.range,
            "trades",
            "(kept.trades, kept.tokens) IS DISTINCT FROM (live.trades, live.tokens)"
        )
    }

    private func condition(_ span: TimeRange) -> String {
        let last = (span.end - 1).date
        let end = Timestamp(last) + Timestamp.microsecondsPerDay
        return """
            "date" >= date '\(Timestamp(span.start.date).compact)' \
            AND "date" < date '\(end.compact)'
            """
    }

    /// Makes sure that every day is kept.
    private func check(_ span: TimeRange, _ column: String, _ differs: String) throws {
        let days = try connection.query(
            """
            SELECT live."date"::text FROM cubi.daily_stats_live AS live
                LEFT JOIN cubi.daily_stats_kept AS kept USING ("date")
            WHERE \(condition(span)) AND live.\(column) IS NOT NULL AND \(differs) LIMIT 3
            """
        ).map { try $0.text(0) }
        guard days.isEmpty else {
            throw WarehouseError(
                .badData,
                "keep the days \(span) of cubi.daily_stats: what is kept of "
                    + "\(days.joined(separator: ", ")) differs from the details (\(column)); "
                    + "nothing was dropped; correct the row of cubi.daily_stats_kept"
            )
        }
    }
}
