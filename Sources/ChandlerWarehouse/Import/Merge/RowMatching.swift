import ChandlerPostgres

/// Finds the stored rows that staged rows mean.
///
/// With a unique key that is one row or none. Without one, rows are counted: what is wholly alike
/// belongs together first, each stored row to one staged row. Of what is left, a staged row means a
/// stored one of the same key where both are the only ones; where there are more, nobody can say
/// which is meant, and the row is rejected. A key that no stored row is left of is new, as often as
/// the file has it.
struct RowMatching {
    let connection: PostgresConnection
    let plan: MergePlan

    /// Fills `import_matches`, and marks rows that contradict what is stored.
    func run() throws {
        let names = plan.targets.map { "t.\($0.column) AS \($0.name)" }.joined(separator: ", ")
        try connection.execute(
            """
            CREATE TEMP TABLE import_matches ON COMMIT DROP AS
                SELECT 0::bigint AS import_line, false AS is_same, \(names)
                FROM \(plan.table) AS t WHERE false
            """
        )
        let isEmpty = try connection.query(
            "SELECT NOT EXISTS (SELECT FROM \(plan.table))"
        ).firstRow().bool(0)
        if isEmpty { return }
        if plan.isUnique {
            try matchByKey()
        } else {
            try matchAlike()
            try connection.execute("ANALYZE import_matches")
            try matchOnlyOnes()
        }
        try connection.execute("ANALYZE import_matches")
        try markConflicts()
        try markTakenIDs()
    }

    private var targetColumns: String {
        plan.targets.map { "t.\($0.column)" }.joined(separator: ", ")
    }

    private var isUnmatched: String {
        "NOT EXISTS (SELECT FROM import_matches AS m WHERE m.import_line = s.import_line)"
    }

    private func matchByKey() throws {
        try connection.execute(
            """
            INSERT INTO import_matches
            SELECT s.import_line, \(MergePlan.alike(plan.compared)), \(targetColumns)
            FROM import_rows AS s JOIN \(plan.table) AS t ON \(plan.sameKey)
            WHERE s.import_rule IS NULL
            """
        )
    }

    private func matchAlike() throws {
        let columns = MergePlan.list(plan.all)
        try connection.execute(
            """
            INSERT INTO import_matches
            SELECT s.import_line, true, \(targetColumns)
            FROM (
                SELECT import_line, \(columns), row_number() OVER
                    (PARTITION BY \(columns) ORDER BY import_line) AS import_rank
                FROM import_rows WHERE import_rule IS NULL
            ) AS s JOIN (
                SELECT \(targetColumns), \(columnsBeside), row_number() OVER
                    (PARTITION BY \(columns) ORDER BY \(targetColumns)) AS import_rank
                FROM \(plan.table) AS t
                WHERE EXISTS (SELECT FROM import_rows AS s
                    WHERE s.import_rule IS NULL AND \(plan.sameKey))
            ) AS t ON \(MergePlan.alike(plan.all)) AND s.import_rank = t.import_rank
            """
        )
    }

    /// The columns that are compared and are no part of the primary key.
    private var columnsBeside: String {
        MergePlan.list(plan.all.filter { !plan.shape.primaryKey.contains($0.name) }, of: "t")
    }

    private func matchOnlyOnes() throws {
        guard !plan.compared.isEmpty else { return }
        let key = MergePlan.list(plan.key)
        try connection.execute(
            """
            CREATE TEMP TABLE import_candidates ON COMMIT DROP AS
            WITH s AS (
                SELECT s.import_line, \(MergePlan.list(plan.key, of: "s")),
                    count(*) OVER (PARTITION BY \(key)) AS rows
                FROM import_rows AS s WHERE s.import_rule IS NULL AND \(isUnmatched)
            ), t AS (
                SELECT \(targetColumns), \(keyBeside)count(*) OVER (PARTITION BY \(key)) AS rows
                FROM \(plan.table) AS t
                WHERE NOT EXISTS (SELECT FROM import_matches AS m WHERE \(plan.isTarget))
                    AND EXISTS (SELECT FROM s WHERE \(plan.sameKey))
            )
            SELECT s.import_line, s.rows = 1 AND t.rows = 1 AS is_only, t.rows AS stored_rows,
                \(plan.targets.map { "t.\($0.column) AS \($0.name)" }.joined(separator: ", "))
            FROM s JOIN t ON \(plan.sameKey)
            """
        )
        try connection.execute(
            """
            INSERT INTO import_matches
            SELECT import_line, false, \(plan.targets.map(\.name).joined(separator: ", "))
            FROM import_candidates WHERE is_only;
            UPDATE import_rows AS s SET import_rule = 'ambiguous', import_reason = format(
                'several rows have the same \(plan.key.map(\.name).joined(separator: ", ")), '
                'and none of the %s stored ones left is like this one', c.stored_rows)
            FROM import_candidates AS c WHERE c.import_line = s.import_line AND NOT c.is_only
            """
        )
    }

    private var keyBeside: String {
        let columns = plan.key.filter { !plan.shape.primaryKey.contains($0.name) }
        return columns.isEmpty ? "" : MergePlan.list(columns, of: "t") + ", "
    }

    private func markConflicts() throws {
        guard !plan.fixed.isEmpty else { return }
        try connection.execute(
            """
            UPDATE import_rows AS s SET import_rule = 'conflict', import_reason = format(
                'a stored row has the same \(plan.key.map(\.name).joined(separator: ", ")) '
                'and differs in %s, which never changes', \(MergePlan.differing(plan.fixed)))
            FROM import_matches AS m JOIN \(plan.table) AS t ON \(plan.isTarget)
            WHERE m.import_line = s.import_line AND NOT m.is_same
                AND NOT (\(MergePlan.alike(plan.fixed)))
            """
        )
    }

    /// A new row whose id another stored row has.
    private func markTakenIDs() throws {
        guard plan.compared.contains(where: { $0.name == "id" }) else { return }
        try connection.execute(
            """
            UPDATE import_rows AS s SET import_rule = 'conflict:id', import_reason =
                'a stored row of another \(plan.key.map(\.name).joined(separator: ", ")) has the id'
            FROM \(plan.table) AS t
            WHERE s.import_rule IS NULL AND t.id = s.id AND NOT (\(plan.sameKey))
            """
        )
    }
}
