import ChandlerCore
import ChandlerPostgres

/// Sums kept days of `cubi.daily_stats_kept` up anew from what is left of an archived month.
///
/// They hold no names, but counts that include what was forgotten; and a month that is brought back
/// and archived again must agree with them. Days whose counts agree stay bit for bit.
struct RemainingTokenDays {
    let connection: PostgresConnection

    /// Works inside the transaction that forgets.
    ///
    /// - Returns: How many days were changed.
    func sumUp(_ part: ArchiveManifest.Part, _ month: Month, in path: String) throws -> Int {
        let table = try ArchivedTable("cubi.trade_data", connection)
        let staged = StagedPart(connection: connection, table: table, columns: part.columns)
        try staged.fill(from: ArchivePart(path: "\(path)/\(part.file)", columns: part.columns))
        return try connection.execute(
            """
            WITH rest AS (
                SELECT (entry_time AT TIME ZONE 'UTC')::date AS "date", count(*) AS trades,
                    count(DISTINCT token_mint) AS tokens,
                    count(*) FILTER (WHERE roi > 0 AND roi <> 'NaN')::double precision
                        / nullif(count(roi), 0) AS win_rate,
                    avg(roi) AS avg_roi, sum(roi) AS total_roi
                FROM \(StagedPart.name) GROUP BY 1
            )
            UPDATE cubi.daily_stats_kept AS kept SET
                trades = coalesce(rest.trades, 0), tokens = coalesce(rest.tokens, 0),
                win_rate = rest.win_rate, avg_roi = rest.avg_roi, total_roi = rest.total_roi
            FROM cubi.daily_stats_kept AS k LEFT JOIN rest USING ("date")
            WHERE kept."date" = k."date" AND k.trades IS NOT NULL
                AND k."date" >= date '\(month.dashed)-01'
                AND k."date" < date '\(month.next.dashed)-01'
                AND (k.trades, k.tokens)
                    IS DISTINCT FROM (coalesce(rest.trades, 0), coalesce(rest.tokens, 0))
            """
        )
    }
}
