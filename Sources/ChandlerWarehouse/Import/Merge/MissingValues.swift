import ChandlerPostgres

/// Fills the columns that only some lines of a file give, in the lines that do not.
///
/// A new row has the column's default there, a stored one keeps what it has.
struct MissingValues {
    let connection: PostgresConnection
    let plan: MergePlan

    /// Fills them; rows that are not written are left alone.
    func fill() throws {
        let columns = plan.given.filter { plan.partial[$0.name] != nil }
        guard !columns.isEmpty else { return }
        let lacksSome = "s.import_given & \(plan.partialMask) <> \(plan.partialMask)"
        try connection.execute(
            """
            UPDATE import_rows AS s SET \(values(columns) { $0.standard ?? "NULL" })
            WHERE s.import_rule IS NULL AND \(lacksSome) AND NOT EXISTS
                (SELECT FROM import_matches AS m WHERE m.import_line = s.import_line);
            UPDATE import_rows AS s SET \(values(columns) { stored($0) })
            FROM import_matches AS m JOIN \(plan.table) AS t ON \(plan.isTarget)
            WHERE m.import_line = s.import_line AND NOT m.is_same AND s.import_rule IS NULL
                AND \(lacksSome)
            """
        )
    }

    /// What a stored row keeps; the time of its change is now.
    private func stored(_ column: ImportColumn) -> String {
        column.name == "updated_at" ? "now()" : "t.\(column.sql)"
    }

    private func values(
        _ columns: [ImportColumn],
        _ value: (ImportColumn) -> String
    ) -> String {
        columns.map { column in
            let isGiven = plan.isGiven(column) ?? "true"
            return "\(column.sql) = CASE WHEN \(isGiven) THEN s.\(column.sql) "
                + "ELSE \(value(column)) END"
        }.joined(separator: ", ")
    }
}
