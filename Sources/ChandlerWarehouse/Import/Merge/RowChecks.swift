import ChandlerPostgres

/// Finds staged rows that the table's rules keep out, a whole rule at a time.
///
/// A row that breaks several rules is known by the first.
struct RowChecks {
    let connection: PostgresConnection
    let plan: MergePlan

    /// Marks rows without a value where one must be, or that break a CHECK.
    func checkValues() throws {
        var rules: [(condition: String, rule: String, reason: String)] = []
        for column in plan.given where !column.isNullable {
            let standard =
                column.hasDefault
                ? "; to have the default, leave the column out of the file (in JSON lines: the key "
                    + "out of the line)" : ""
            let isLookedUp = column.reference?.businessKey != nil
            rules.append(
                (
                    isLookedUp
                        ? "(\(column.sql) IS NULL AND \(column.keySQL) IS NULL)"
                        : "\(column.sql) IS NULL\(unlessStandard(column))",
                    "required:\(column.name)",
                    "\(column.name) has no value\(standard)"
                )
            )
        }
        try mark(rules + checkRules)
    }

    /// Judges rows again whose missing columns were filled.
    func checkFilledValues() throws {
        if !plan.partial.isEmpty { try mark(checkRules) }
    }

    private var checkRules: [(condition: String, rule: String, reason: String)] {
        plan.shape.checks.map { check in
            (
                "NOT (\(check.expression))", "check:\(check.name)",
                "breaks the rule \(check.name): \(check.expression)"
            )
        }
    }

    /// A line that does not give a column has its default, unless it is known by it.
    private func unlessStandard(_ column: ImportColumn) -> String {
        guard column.hasDefault, !plan.key.contains(where: { $0.name == column.name }),
            let isGiven = plan.isGiven(column)
        else { return "" }
        return " AND \(isGiven)"
    }

    private func mark(_ rules: [(condition: String, rule: String, reason: String)]) throws {
        guard !rules.isEmpty else { return }
        let names = try rules.map { "WHEN \($0.condition) THEN \(try PostgresLiteral($0.rule))" }
        let reasons = try rules.map {
            "WHEN \($0.condition) THEN \(try PostgresLiteral($0.reason))"
        }
        try connection.execute(
            """
            UPDATE import_rows AS s SET import_rule = CASE \(names.joined(separator: " ")) END,
                import_reason = CASE \(reasons.joined(separator: " ")) END
            WHERE import_rule IS NULL AND (\(rules.map(\.condition).joined(separator: " OR ")))
            """
        )
    }

    /// Finds the rows that references mean, and marks those that mean none.
    func resolveReferences() throws {
        for column in plan.given {
            guard let reference = column.reference else { continue }
            try resolve(column, reference)
        }
        if let refusal = plan.table.refusal {
            try connection.query(
                """
                UPDATE import_rows AS s SET import_rule = $1, import_reason = $2
                WHERE import_rule IS NULL AND \(refusal.condition)
                """,
                [.text(refusal.rule), .text(refusal.reason)]
            )
        }
    }

    private func resolve(
        _ column: ImportColumn,
        _ reference: ImportTable.Reference
    ) throws {
        var given = "s.\(column.sql)::text"
        if let key = reference.businessKey {
            given = "coalesce(s.\(column.keySQL), \(given))"
            // An id comes first: a name may look like one.
            try connection.execute(
                """
                UPDATE import_rows AS s SET \(column.sql) = r.id FROM \(reference.table) AS r
                WHERE s.import_rule IS NULL AND r."\(key)" = \(given)
                    AND NOT EXISTS (SELECT FROM \(reference.table) AS x WHERE x.id = s.\(column.sql))
                """
            )
        }
        let means =
            reference.businessKey.map { "the id or \($0) of a row" } ?? "the id of a row"
        try connection.query(
            """
            UPDATE import_rows AS s SET import_rule = $1,
                import_reason = format($2, left(\(given), 100))
            WHERE import_rule IS NULL AND \(given) IS NOT NULL
                AND NOT EXISTS (SELECT FROM \(reference.table) AS x WHERE x.id = s.\(column.sql))
            """,
            [
                .text("reference:\(column.name)"),
                .text("\(column.name) was \"%s\", which is not \(means) in \(reference.table)"),
            ]
        )
    }

    /// Marks rows that say otherwise what an earlier row of the file says, and those that repeat it.
    ///
    /// - Returns: How many repeat one; they have a rule and no reason.
    func findDuplicates() throws -> Int {
        guard plan.isUnique else { return 0 }
        let repeated = try markDuplicates(plan.key, rule: "duplicate")
        // Another unique column of the table, where it is not the key.
        if let id = plan.compared.first(where: { $0.name == "id" }) {
            _ = try markDuplicates([id], rule: "duplicate:id")
        }
        return repeated
    }

    private func markDuplicates(_ key: [ImportColumn], rule: String) throws -> Int {
        let columns = MergePlan.list(key)
        // A line that lacks the id is given one, which no other line has.
        let isSaid = rule == "duplicate" ? "" : " AND \(key[0].sql) IS NOT NULL"
        let sameColumns =
            plan.partial.isEmpty
            ? "true"
            : "s.import_given & \(plan.partialMask) = t.import_given & \(plan.partialMask)"
        let isAlike = "\(MergePlan.alike(plan.all)) AND \(sameColumns)"
        let hasAny = try connection.query(
            """
            SELECT EXISTS (SELECT FROM import_rows WHERE import_rule IS NULL\(isSaid)
                GROUP BY \(columns) HAVING count(*) > 1)
            """
        ).firstRow().bool(0)
        guard hasAny else { return 0 }
        try connection.execute(
            """
            UPDATE import_rows AS s SET import_rule = d.rule, import_reason = d.reason
            FROM (
                SELECT s.import_line,
                    CASE WHEN \(isAlike) THEN 'repeated' ELSE '\(rule)' END
                        AS rule,
                    CASE WHEN NOT (\(isAlike))
                        THEN format('line %s has the same \(key.map(\.name).joined(separator: ", ")) '
                            'and differs in %s', t.import_line,
                            coalesce(nullif(\(MergePlan.differing(plan.all)), ''),
                                'which columns it gives')) END AS reason
                FROM (
                    SELECT import_line, first_value(import_line) OVER
                        (PARTITION BY \(columns) ORDER BY import_line) AS first_line
                    FROM import_rows WHERE import_rule IS NULL\(isSaid)
                ) AS w JOIN import_rows AS s ON s.import_line = w.import_line
                    JOIN import_rows AS t ON t.import_line = w.first_line
                WHERE w.import_line <> w.first_line
            ) AS d WHERE s.import_line = d.import_line
            """
        )
        return Int(
            try connection.query(
                """
                SELECT count(*) FROM import_rows
                WHERE import_rule = 'repeated' AND import_reason IS NULL
                """
            ).firstRow().int64(0)
        )
    }
}
