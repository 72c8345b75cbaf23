import ChandlerPostgres

/// Keeps out new rows of months that are archived.
///
/// Whether such a row is in the archive already cannot be seen from here: stored once more it would
/// be archived once more, and the month could not come back.
struct ArchivedRows {
    let connection: PostgresConnection
    let plan: MergePlan

    /// Marks the rows; those that a stored one answers to are none.
    func mark() throws {
        guard let name = RetentionRule.all.first(where: { $0.table == plan.table.name })?.column,
            let column = plan.given.first(where: { $0.name == name })
        else { return }
        let command = "chandler restore-archive --table \(plan.table.name) --month"
        try connection.query(
            """
            UPDATE import_rows AS s SET import_rule = 'archived', import_reason = format(
                '%s is in the month %s, which is archived; bring it back first ("%s %s"), then '
                    'import again', $2::text, to_char(a.month, 'YYYY-MM'), $3::text,
                to_char(a.month, 'YYYY-MM'))
            FROM (
                SELECT DISTINCT month FROM archives
                WHERE table_name = $1 AND (restored_at IS NULL OR dropped_at > restored_at)
            ) AS a
            WHERE s.import_rule IS NULL AND \(plan.isUnmatched)
                AND date_trunc('month', s.\(column.sql) AT TIME ZONE 'UTC') = a.month
            """,
            [.text(plan.table.name), .text(name), .text(command)]
        )
    }
}
