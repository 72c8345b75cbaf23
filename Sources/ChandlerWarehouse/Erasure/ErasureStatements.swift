import ChandlerPostgres

/// The statements that find and remove what is forgotten in one table.
///
/// Names travel as parameters, never in a statement's text, which others see in `pg_stat_activity`
/// and which stays in the server's log.
struct ErasureStatements {
    let table: ErasedTable
    let subject: ErasureSubject
    let search: WordSearch

    /// A statement's text with its parameters.
    struct Statement {
        var sql: String
        var parameters: [PostgresParameter] = []

        /// Adds a parameter, and says under which name it goes.
        mutating func add(_ text: String) -> String {
            parameters.append(.text(text))
            return "$\(parameters.count)::text"
        }
    }

    /// Whether rows of the table can go.
    var removesRows: Bool {
        table.column(of: subject.kind) != nil || !table.removing(subject.kind).isEmpty
    }

    /// Rows that go: those of a name, and those that name it where such rows go.
    private func condition(
        _ statement: inout Statement
    ) throws(PostgresError) -> String {
        var alternatives: [String] = []
        if let column = table.column(of: subject.kind) {
            alternatives.append(try belongs(column, &statement))
        }
        let columns = table.removing(subject.kind)
        if !columns.isEmpty { alternatives.append(try names(columns, &statement)) }
        return "(\(alternatives.joined(separator: " OR ")))"
    }

    private func belongs(
        _ column: String,
        _ statement: inout Statement
    ) throws(PostgresError) -> String {
        let names = statement.add(subject.parameter)
        let belongs =
            "t.\(try PostgresIdentifier(column)) = ANY (string_to_array(\(names), chr(31)))"
        guard table.hasNetwork, let network = subject.network else { return belongs }
        return "\(belongs) AND t.network = \(statement.add(network))"
    }

    private func names(
        _ columns: [String],
        _ statement: inout Statement
    ) throws(PostgresError) -> String {
        let pattern = statement.add(search.pattern)
        var parts: [String] = []
        for column in columns {
            parts.append("t.\(try PostgresIdentifier(column))::text ~ \(pattern)")
        }
        return "(\(parts.joined(separator: " OR ")))"
    }

    /// Counts the rows that would go.
    func countRemoved() throws(PostgresError) -> Statement {
        var statement = Statement(sql: "")
        statement.sql = "SELECT count(*) FROM \(table.name) AS t WHERE \(try condition(&statement))"
        return statement
    }

    /// Removes them.
    func remove() throws(PostgresError) -> Statement {
        var statement = Statement(sql: "")
        statement.sql = "DELETE FROM \(table.name) AS t WHERE \(try condition(&statement))"
        return statement
    }

    /// Counts the rows of something else in which a mark would take the name's place.
    func countRedacted() throws(PostgresError) -> Statement? {
        let columns = table.redacted(subject.kind)
        guard !columns.isEmpty else { return nil }
        var statement = Statement(sql: "")
        var words =
            "SELECT count(*) FROM \(table.name) AS t WHERE \(try names(columns, &statement))"
        if removesRows { words += " AND NOT coalesce(\(try condition(&statement)), false)" }
        statement.sql = words
        return statement
    }

    /// Puts the mark in the name's place.
    func redact() throws(PostgresError) -> Statement? {
        let columns = table.redacted(subject.kind)
        guard !columns.isEmpty else { return nil }
        var statement = Statement(sql: "")
        let pattern = statement.add(search.pattern)
        let mark = statement.add(WordSearch.mark)
        var changes: [String] = []
        for column in columns {
            let name = try PostgresIdentifier(column)
            let changed = "regexp_replace(t.\(name)::text, \(pattern), \(mark), 'g')"
            changes.append(
                "\(name) = \(ErasureStatements.texts.contains(column) ? changed : "(\(changed))::jsonb")"
            )
        }
        let condition = try names(columns, &statement)
        statement.sql =
            "UPDATE \(table.name) AS t SET \(changes.joined(separator: ", ")) WHERE \(condition)"
        return statement
    }

    /// The redacted columns that are no JSON.
    static let texts: Set<String> = ["message", "error", "result_summary"]

    /// Counts the rows that stay although they name it, with the reason.
    func countLeft() throws(PostgresError) -> (Statement, reason: String)? {
        let left = table.left(subject.kind)
        guard let reason = left.first?.reason else { return nil }
        var statement = Statement(sql: "")
        statement.sql =
            "SELECT count(*) FROM \(table.name) AS t WHERE "
            + "\(try names(left.map(\.column), &statement))"
        return (statement, reason)
    }
}

extension PostgresConnection {
    /// Runs a statement that has its values as parameters.
    @discardableResult
    func run(_ statement: ErasureStatements.Statement) throws(PostgresError) -> PostgresResult {
        try query(statement.sql, statement.parameters)
    }

    /// The number that a statement asks for.
    func count(_ statement: ErasureStatements.Statement) throws(PostgresError) -> Int {
        Int(try run(statement).firstRow().int64(0))
    }
}
