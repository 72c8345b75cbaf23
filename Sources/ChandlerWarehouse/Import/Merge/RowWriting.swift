import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Writes the staged rows that are left into the table, and the others into `ingest_rejects`.
struct RowWriting {
    let connection: PostgresConnection
    let plan: MergePlan
    let path: String
    let runID: Int64

    private var isNew: String {
        """
        s.import_rule IS NULL AND NOT EXISTS
            (SELECT FROM import_matches AS m WHERE m.import_line = s.import_line)
        """
    }

    /// Writes rows and counts them.
    func run(_ report: inout ImportReport) throws {
        report.madeMonths = try makeMonths()
        report.closedPositions = try closingPositions()
        try countOlder(&report)
        report.updated = try update()
        report.inserted = try insert()
        report.unchanged = Int(
            try connection.query(
                """
                SELECT count(*) FROM import_matches AS m JOIN import_rows AS s USING (import_line)
                WHERE s.import_rule IS NULL AND m.is_same
                """
            ).firstRow().int64(0)
        )
    }

    private func countOlder(_ report: inout ImportReport) throws {
        let row = try connection.query(
            """
            SELECT count(*), coalesce(array_to_string(
                (array_agg(import_line ORDER BY import_line))[1:5], ','), '')
            FROM import_rows WHERE import_rule = 'older' AND import_reason IS NULL
            """
        ).firstRow()
        report.older = Int(try row.int64(0))
        report.olderLines = Self.lines(try row.text(1))
    }

    private static func lines(_ text: String) -> [Int] {
        text.split(separator: ",").compactMap { Int($0) }
    }

    private func insert() throws -> Int {
        let columns = MergePlan.list(plan.given)
        return try connection.execute(
            """
            INSERT INTO \(plan.table) (\(columns))
            SELECT \(MergePlan.list(plan.given, of: "s")) FROM import_rows AS s WHERE \(isNew)
            """
        )
    }

    /// Writes the rows that differ, and no others.
    ///
    /// A time of change that the file lacks is now.
    private func update() throws -> Int {
        guard !plan.updated.isEmpty else { return 0 }
        var values = plan.updated.map { "\($0.sql) = s.\($0.sql)" }
        if plan.shape.columns.contains(where: { $0.name == "updated_at" }),
            !plan.given.contains(where: { $0.name == "updated_at" })
        {
            values.append("updated_at = now()")
        }
        return try connection.execute(
            """
            UPDATE \(plan.table) AS t SET \(values.joined(separator: ", "))
            FROM import_rows AS s JOIN import_matches AS m USING (import_line)
            WHERE \(plan.isTarget) AND s.import_rule IS NULL AND NOT m.is_same
            """
        )
    }

    private func makeMonths() throws -> [String] {
        guard let column = plan.table.monthColumn else { return [] }
        let months = try connection.query(
            """
            SELECT DISTINCT extract(year FROM month)::bigint, extract(month FROM month)::bigint
            FROM (SELECT date_trunc('month', s."\(column)" AT TIME ZONE 'UTC') AS month
                FROM import_rows AS s WHERE \(isNew)) AS months ORDER BY 1, 2
            """
        ).map { Month(year: Int(try $0.int64(0)), month: Int(try $0.int64(1))) }
        return try ImportMonths(connection: connection).ensure(months)
    }

    /// Positions that the trigger of `trade_history` is about to remove.
    private func closingPositions() throws -> Int {
        guard plan.table.name == "trade_history" else { return 0 }
        let status = plan.given.contains { $0.name == "status" } ? "s.status" : "'OPEN'"
        return Int(
            try connection.query(
                """
                SELECT count(*) FROM open_positions AS p WHERE EXISTS (
                    SELECT FROM import_rows AS s
                    WHERE s.import_rule IS NULL AND \(status) <> 'OPEN' AND s.symbol = p.symbol
                        AND s.entry_time = p.entry_time AND NOT EXISTS
                            (SELECT FROM import_matches AS m
                             WHERE m.import_line = s.import_line AND m.is_same))
                """
            ).firstRow().int64(0)
        )
    }

    // MARK: - Rejects

    /// Enters rejected rows; those that stand there already, from the same table, are not doubled.
    func writeRejects(_ report: inout ImportReport) throws {
        report.rejects = try summary()
        guard !report.rejects.isEmpty else { return }
        let label = plan.table.label.map { "s.\"\($0)\"::text" } ?? "NULL"
        report.newRejects = try connection.query(
            """
            INSERT INTO ingest_rejects (symbol, "interval", venue, rule, reason, payload, host,
                path, fetched_at, run_id)
            SELECT coalesce(s.import_label, left(\(label), 128), ''), 'import', $1,
                s.import_rule, s.import_reason, coalesce(s.import_payload, \(plan.payload)),
                'file', $2 || ':' || s.import_line, transaction_timestamp(), $3
            FROM import_rows AS s WHERE s.import_reason IS NOT NULL ORDER BY s.import_line
            ON CONFLICT DO NOTHING
            """,
            [.text(plan.table.name), .text(path), .int64(runID)]
        ).affectedRowCount
    }

    /// Rejected rows by rule and reason; reasons that differ in what they quote, or in numbers only,
    /// are one.
    private func summary() throws -> [ImportReport.Rejects] {
        try connection.query(
            """
            SELECT import_rule, count(*), min(import_line),
                array_to_string((array_agg(import_line ORDER BY import_line))[1:5], ','),
                (array_agg(import_reason ORDER BY import_line))[1]
            FROM import_rows WHERE import_reason IS NOT NULL
            GROUP BY import_rule,
                regexp_replace(regexp_replace(import_reason, '".*"', '""'), '[0-9]+', '0', 'g')
            ORDER BY 2 DESC, 1, 3
            """
        ).map { row in
            ImportReport.Rejects(
                rule: try row.text(0),
                count: Int(try row.int64(1)),
                lines: Self.lines(try row.text(3)),
                reason: try row.text(4)
            )
        }
    }
}
