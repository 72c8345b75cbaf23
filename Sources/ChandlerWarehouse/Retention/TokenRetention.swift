import ChandlerCore
import ChandlerPostgres

/// Deletes snapshots of tokens that are too old, after their days are kept.
///
/// Nothing is archived: that they are gone is the purpose. A day is kept before the first of its
/// snapshots goes, and never summed up again from what is left.
struct TokenRetention {
    let retention: Retention

    private static let table = "cubi.token_data"

    private var connection: PostgresConnection { retention.connection }

    /// Works on everything that was observed before the cutoff.
    func run(_ cutoff: Timestamp, _ report: inout RetentionReport.Table) throws {
        let planned = try doing("count the old rows of \(TokenRetention.table)") {
            try plan(cutoff)
        }
        for month in planned {
            report.months.append(
                try retention.refusable(month, of: TokenRetention.table) {
                    if retention.options.isDryRun { return month }
                    return try delete(month, cutoff)
                }
            )
        }
    }

    private func plan(_ cutoff: Timestamp) throws -> [MonthOutcome] {
        try connection.query(
            """
            SELECT to_char(date_trunc('month', t.observed_at AT TIME ZONE 'UTC'), 'YYYYMM'),
                count(*), sum(pg_column_size(t.*))
            FROM \(TokenRetention.table) AS t
            WHERE t.observed_at < '\(cutoff)' AND isfinite(t.observed_at) GROUP BY 1 ORDER BY 1
            """
        ).compactMap { row in
            let digits = try row.text(0)
            guard let year = Int(digits.dropLast(2)), let month = Int(digits.suffix(2)),
                (1...12).contains(month)
            else { return nil }
            return MonthOutcome(
                month: Month(year: year, month: month),
                action: .wouldDelete,
                rows: Int(try row.int64(1)),
                bytesBefore: Int(try row.int64(2))
            )
        }
    }

    private func delete(_ planned: MonthOutcome, _ cutoff: Timestamp) throws -> MonthOutcome {
        var outcome = planned
        let span = TimeRange(planned.month.start, min(planned.month.end, cutoff))
        // One snapshot of the database for both: a row that comes late is neither summed up nor
        // deleted.
        outcome.rows = try connection.transaction(mode: "ISOLATION LEVEL REPEATABLE READ") {
            try KeptTokenDays(connection: connection).keepSnapshots(of: span)
            let deleted = try connection.execute(
                """
                DELETE FROM \(TokenRetention.table)
                WHERE observed_at >= '\(span.start)' AND observed_at < '\(span.end)'
                """
            )
            try retention.observe(.dropping(table: TokenRetention.table, planned.month))
            return deleted
        }
        outcome.action = .deleted
        try retention.observe(.dropped(table: TokenRetention.table, planned.month))
        return outcome
    }
}
