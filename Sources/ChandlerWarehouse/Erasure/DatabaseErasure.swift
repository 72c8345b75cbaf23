import ChandlerCore
import ChandlerPostgres

/// Removes what is forgotten from the tables, inside a transaction that somebody else began.
struct DatabaseErasure {
    let connection: PostgresConnection
    let subject: ErasureSubject
    let search: WordSearch
    let observe: (ErasureStep) throws -> Void

    /// What there is to remove, and what stays.
    func count(into report: inout ErasureReport) throws {
        for table in ErasedTable.all {
            try observe(.began(table.name))
            let statements = statements(table)
            var entry = ErasureReport.Table(name: table.name)
            if statements.removesRows {
                entry.removed = try connection.count(try statements.countRemoved())
            }
            if let redacted = try statements.countRedacted() {
                entry.redacted = try connection.count(redacted)
            }
            if table.name == "trades" { entry.redacted += try countReferences() }
            if entry.removed + entry.redacted > 0 { report.tables.append(entry) }
        }
        try countLeft(into: &report)
    }

    /// Removes it; the audit's triggers are off meanwhile for everybody, who has to wait.
    func run(into report: inout ErasureReport) throws {
        try connection.execute("SET LOCAL lock_timeout = '60s'")
        let triggers = try auditTriggers()
        for trigger in triggers { try connection.execute(trigger.off) }
        for table in ErasedTable.all {
            try observe(.began(table.name))
            let entry = try erase(table)
            if entry.removed + entry.redacted > 0 { report.tables.append(entry) }
        }
        for trigger in triggers { try connection.execute(trigger.on) }
    }

    /// Computes anew what follows from the tables, and counts what stays.
    func complete(_ report: inout ErasureReport) throws {
        try refresh(into: &report)
        try countLeft(into: &report)
    }

    private func statements(_ table: ErasedTable) -> ErasureStatements {
        ErasureStatements(table: table, subject: subject, search: search)
    }

    private func erase(_ table: ErasedTable) throws -> ErasureReport.Table {
        let statements = statements(table)
        var entry = ErasureReport.Table(name: table.name)
        if statements.removesRows {
            // Who is writing such rows is waited for: what they commit later would stay.
            try connection.execute("LOCK TABLE \(table.name) IN SHARE ROW EXCLUSIVE MODE")
            if table.name == "trades" { entry.redacted += try dropReferences() }
            entry.removed = try connection.run(try statements.remove()).affectedRowCount
        }
        if let redact = try statements.redact() {
            entry.redacted += try connection.run(redact).affectedRowCount
        }
        return entry
    }

    /// Trades of another symbol that name an order or a position of this one lose the reference.
    private func dropReferences() throws(PostgresError) -> Int {
        try eachReference { column, table in
            "UPDATE trades AS t SET \(column) = NULL FROM \(table) AS r"
        }.reduce(0) { $0 + $1.affectedRowCount }
    }

    private func countReferences() throws -> Int {
        try eachReference { _, table in "SELECT count(*) FROM trades AS t, \(table) AS r" }
            .reduce(0) { try $0 + Int($1.firstRow().int64(0)) }
    }

    private func eachReference(
        _ statement: (_ column: String, _ table: String) -> String
    ) throws(PostgresError) -> [PostgresResult] {
        guard subject.kind == .symbol else { return [] }
        var results: [PostgresResult] = []
        for (column, table) in [("order_id", "orders"), ("position_id", "positions")] {
            results.append(
                try connection.query(
                    """
                    \(statement(column, table))
                    WHERE r.id = t.\(column)
                        AND r.symbol = ANY (string_to_array($1::text, chr(31)))
                        AND t.symbol <> ALL (string_to_array($1::text, chr(31)))
                    """,
                    [.text(subject.parameter)]
                )
            )
        }
        return results
    }

    /// The triggers that would copy what goes into `audit_log`, and how they are now.
    private func auditTriggers() throws(PostgresError) -> [(off: String, on: String)] {
        try connection.query(
            """
            SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),
                format('ALTER TABLE %s ENABLE %s TRIGGER %I', tgrelid::regclass,
                    CASE tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END,
                    tgname)
            FROM pg_trigger
            WHERE tgfoid = to_regproc('audit_log_write') AND tgenabled <> 'D'
                AND tgname IN ('audit_update', 'audit_delete')
            ORDER BY tgrelid::regclass::text, tgname
            """
        ).map { row throws(PostgresError) in (off: try row.text(0), on: try row.text(1)) }
    }

    /// Sums over all rows are computed anew from those that are left.
    private func refresh(into report: inout ErasureReport) throws(PostgresError) {
        let changed = Set(report.tables.map(\.name))
        let views = [
            ("trades_by_symbol_day", ["trades", "trades_by_symbol_day_kept"]),
            ("cubi.daily_stats", ["cubi.trade_data", "cubi.token_data", "cubi.daily_stats_kept"]),
        ]
        for (view, sources) in views where !changed.isDisjoint(with: sources) {
            try connection.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY \(view)")
            report.refreshed.append(view)
        }
    }

    private func countLeft(into report: inout ErasureReport) throws(PostgresError) {
        for table in ErasedTable.all {
            guard let (statement, reason) = try statements(table).countLeft() else { continue }
            let rows = try connection.count(statement)
            if rows > 0 {
                report.left.append(
                    ErasureReport.Remainder(table: table.name, rows: rows, reason: reason)
                )
            }
        }
    }
}
