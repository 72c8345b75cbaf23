import ChandlerPostgres

/// Keeps what is stored from being replaced by an older state of it.
///
/// Where both rows say when they were changed, the later one counts, and an older one of the file is
/// set aside without being wrong. Where nothing says that the file's is later, a row that came to its
/// end does not go back, and what was entered at its end is not emptied.
struct EarlierStates {
    let connection: PostgresConnection
    let plan: MergePlan

    /// Marks the rows; older ones get a rule and no reason.
    func mark() throws {
        try markOlder()
        try markBackward()
    }

    private func column(_ name: String) -> ImportColumn? { plan.updated.first { $0.name == name } }

    private func mark(_ rule: String, _ reason: String, where condition: String) throws {
        try connection.execute(
            """
            UPDATE import_rows AS s SET import_rule = '\(rule)', import_reason = \(reason)
            FROM import_matches AS m JOIN \(plan.table) AS t ON \(plan.isTarget)
            WHERE m.import_line = s.import_line AND NOT m.is_same AND s.import_rule IS NULL
                AND (\(condition))
            """
        )
    }

    private func markOlder() throws {
        guard let changed = column("updated_at") else { return }
        try mark("older", "NULL", where: "s.\(changed.sql) < t.\(changed.sql)")
    }

    private func markBackward() throws {
        guard let ending = plan.table.ending else { return }
        let isNotLater =
            column("updated_at").map {
                "(s.\($0.sql) > t.\($0.sql)) IS NOT TRUE AND "
            } ?? ""
        if let name = ending.status, let status = column(name) {
            let final = ending.final.map { "'\($0)'" }.joined(separator: ", ")
            try mark(
                "conflict",
                """
                format('the stored row is %s and this one %s, which comes before it, and nothing says '
                    'that this one is later', t.\(status.sql), s.\(status.sql))
                """,
                where: """
                    \(isNotLater)t.\(status.sql)::text IN (\(final))
                    AND s.\(status.sql)::text NOT IN (\(final))
                    """
            )
        }
        let emptied = ending.columns.compactMap(column).map { column in
            let isGiven = plan.isGiven(column).map { " AND \($0)" } ?? ""
            return (
                column.name,
                "t.\(column.sql) IS NOT NULL AND s.\(column.sql) IS NULL\(isGiven)"
            )
        }
        guard !emptied.isEmpty else { return }
        let names = emptied.map { "CASE WHEN \($0.1) THEN '\($0.0)' END" }
        try mark(
            "conflict",
            """
            format('the stored row has a value in %s, this one has none, and nothing says that this '
                'one is later', concat_ws(', ', \(names.joined(separator: ", "))))
            """,
            where: isNotLater + "(\(emptied.map { "(\($0.1))" }.joined(separator: " OR ")))"
        )
    }
}
