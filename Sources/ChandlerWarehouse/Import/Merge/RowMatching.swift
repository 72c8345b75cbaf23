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
            try matchOnlyOnes()
        }
        try connection.execute("ANALYZE import_matches")
        try markConflicts()
        try markTakenIDs()
        try EarlierStates(connection: connection, plan: plan).mark()
    }

    private var targetColumns: String {
        plan.targets.map { "t.\($0.column)" }.joined(separator: ", ")
    }

    private func matchByKey() throws {
        try connection.execute(
            """
            INSERT INTO import_matches
            SELECT s.import_line, \(plan.alikeWhereGiven(plan.compared)), \(targetColumns)
            FROM import_rows AS s JOIN \(plan.table) AS t ON \(plan.sameKey)
            WHERE s.import_rule IS NULL
            """
        )
    }

    /// Rows that give the same columns are compared in those, the fullest ones first.
    private func matchAlike() throws {
        guard !plan.partial.isEmpty else { return try matchAlike(plan.all, where: "true") }
        let mask = plan.partialMask
        let kinds = try connection.query(
            """
            SELECT DISTINCT import_given & \(mask), bit_count((import_given & \(mask))::bit(64))
            FROM import_rows WHERE import_rule IS NULL ORDER BY 2 DESC, 1
            """
        ).map { try $0.int64(0) }
        for kind in kinds {
            let columns = plan.all.filter { column in
                plan.key.contains { $0.name == column.name }
                    || plan.partial[column.name].map { kind >> Int64($0) & 1 == 1 } ?? true
            }
            try matchAlike(columns, where: "import_given & \(mask) = \(kind)")
        }
    }

    private func matchAlike(_ all: [ImportColumn], where condition: String) throws {
        let columns = MergePlan.list(all)
        let beside = MergePlan.list(
            all.filter { !plan.shape.primaryKey.contains($0.name) },
            of: "t"
        )
        try connection.execute(
            """
            INSERT INTO import_matches
            SELECT s.import_line, true, \(targetColumns)
            FROM (
                SELECT import_line, \(columns), row_number() OVER
                    (PARTITION BY \(columns) ORDER BY import_line) AS import_rank
                FROM import_rows WHERE import_rule IS NULL AND \(condition)
            ) AS s JOIN (
                SELECT \(targetColumns), \(beside), row_number() OVER
                    (PARTITION BY \(columns) ORDER BY \(targetColumns)) AS import_rank
                FROM \(plan.table) AS t
                WHERE EXISTS (SELECT FROM import_rows AS s
                        WHERE s.import_rule IS NULL AND \(plan.sameKey))
                    AND NOT EXISTS (SELECT FROM import_matches AS m WHERE \(plan.isTarget))
            ) AS t ON \(MergePlan.alike(all)) AND s.import_rank = t.import_rank
            """
        )
        try connection.execute("ANALYZE import_matches")
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
                FROM import_rows AS s WHERE s.import_rule IS NULL AND \(plan.isUnmatched)
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
                'and differs in %s, which never changes', \(plan.differingWhereGiven(plan.fixed)))
            FROM import_matches AS m JOIN \(plan.table) AS t ON \(plan.isTarget)
            WHERE m.import_line = s.import_line AND NOT m.is_same
                AND NOT (\(plan.alikeWhereGiven(plan.fixed)))
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
