import ChandlerPostgres

/// A part's rows in a temporary table, which goes with the transaction.
struct StagedPart {
    static let name = "pg_temp.chandler_stage_archive"

    let connection: PostgresConnection
    let table: ArchivedTable
    /// The columns of the file.
    let columns: [ArchivedColumn]
    /// What statements read the stored rows from, where it is not the table.
    var source: String?

    private var stored: String { source ?? table.name }

    /// Copies a file's rows in.
    func fill(from file: ArchivePart) throws {
        let list = try ArchivedTable.list(columns)
        // A SELECT alone would take over NOT NULL of nothing and the types of everything.
        var parts: [String] = []
        for column in columns {
            parts.append("\(try column.projection(of: "t")) AS \(try column.identifier())")
        }
        try connection.execute(
            """
            DROP TABLE IF EXISTS \(StagedPart.name);
            CREATE TEMP TABLE chandler_stage_archive ON COMMIT DROP AS
            SELECT \(parts.joined(separator: ", ")) FROM \(table.name) AS t WITH NO DATA
            """
        )
        try connection.copyIn("COPY \(StagedPart.name) (\(list)) FROM STDIN (FORMAT binary)") {
            try file.copyRows(into: &$0)
        }
        try connection.execute("ANALYZE \(StagedPart.name)")
    }

    /// The stored rows that have the staged rows' keys, in the order of the key.
    func storedRows() throws(PostgresError) -> String {
        """
        SELECT \(try table.selection(columns, of: "t")) FROM \(stored) AS t
        JOIN \(StagedPart.name) AS s USING (\(try table.keyList()))
        ORDER BY \(try table.order(of: "t"))
        """
    }

    /// Whether a stored row `t` is the staged row `s`.
    func sameKey() throws(PostgresError) -> String {
        var parts: [String] = []
        for column in table.key {
            let name = try column.identifier()
            parts.append("t.\(name) = s.\(name)")
        }
        return parts.joined(separator: " AND ")
    }

    /// The keys of stored rows that are not what the staged row of the same key is.
    ///
    /// Rows are compared by what the server prints, which tells every value apart.
    ///
    /// - Parameters:
    ///   - limit: How many keys are enough.
    ///   - leftOut: A column that may differ.
    /// - Returns: The keys in their order, as the server prints rows.
    /// - Throws: `PostgresError`.
    func conflictingKeys(atMost limit: Int, leavingOut leftOut: String? = nil) throws -> [String] {
        let columns = columns.filter { $0.name != leftOut }
        var values: [String] = []
        for column in columns { values.append("s.\(try column.identifier())") }
        return try connection.query(
            """
            SELECT ROW(\(try table.selection(table.key, of: "t")))::text
            FROM \(stored) AS t JOIN \(StagedPart.name) AS s ON \(try sameKey())
            WHERE ROW(\(try table.selection(columns, of: "t")))::text
                <> ROW(\(values.joined(separator: ", ")))::text
            ORDER BY 1 LIMIT \(limit)
            """
        ).map { try $0.text(0) }
    }
}
