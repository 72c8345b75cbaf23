import ChandlerPostgres

/// A table whose rows go to files, as the catalog describes it.
struct ArchivedTable: Sendable, Hashable {
    /// The name, with its schema unless that is the one Chandler's tables are in.
    let name: String
    /// The columns in their order, but for those the server computes.
    let columns: [ArchivedColumn]
    /// The columns of the primary key, in its order.
    let key: [ArchivedColumn]
    /// Whether texts must be told to be ordered by their bytes.
    private let ordersByLocale: Bool

    /// Reads the catalog.
    ///
    /// - Throws: ``WarehouseError`` with code `configuration` where there is no such table or it has
    ///   no primary key.
    init(_ name: String, _ connection: PostgresConnection) throws(WarehouseError) {
        self.name = name
        (columns, key, ordersByLocale) = try doing("read the columns of \(name)") {
            guard
                try connection.query("SELECT to_regclass($1) IS NOT NULL", [.text(name)])
                    .firstRow().bool(0)
            else {
                throw WarehouseError(
                    .configuration,
                    "read the columns of \(name): there is no such table; \"chandler db migrate\" "
                        + "makes it"
                )
            }
            let columns = try ArchivedTable.columns(of: name, connection)
            let names = try connection.query(
                """
                SELECT a.attname FROM pg_index AS i
                    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place)
                    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
                WHERE i.indrelid = to_regclass($1) AND i.indisprimary ORDER BY k.place
                """,
                [.text(name)]
            ).map { try $0.text(0) }
            let key = names.compactMap { name in columns.first { $0.name == name } }
            guard !key.isEmpty, key.count == names.count else {
                throw WarehouseError(
                    .configuration,
                    "archive \(name): it has no primary key, by whose order rows are compared"
                )
            }
            let locale = try connection.query(
                "SELECT datcollate FROM pg_database WHERE datname = current_database()"
            ).firstRow().text(0)
            return (columns, key, locale != "C" && locale != "POSIX")
        }
    }

    private static func columns(
        of name: String,
        _ connection: PostgresConnection
    ) throws(PostgresError) -> [ArchivedColumn] {
        let rows = try connection.query(
            """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typname,
                t.typnamespace = 'pg_catalog'::regnamespace, t.typtype = 'e', a.atttypmod,
                NOT a.attnotnull
            FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attgenerated = '' ORDER BY a.attnum
            """,
            [.text(name)]
        )
        var columns: [ArchivedColumn] = []
        for row in rows {
            columns.append(
                ArchivedColumn(
                    name: try row.text(0),
                    type: try row.text(1),
                    form: ColumnForm(
                        type: try row.bool(3) ? try row.text(2) : nil,
                        isEnumeration: try row.bool(4),
                        modifier: Int(try row.int64(5))
                    ),
                    isNullable: try row.bool(6)
                )
            )
        }
        return columns
    }

    // MARK: - Parts of statements

    /// What a statement selects of `alias` for some columns.
    func selection(
        _ columns: [ArchivedColumn],
        of alias: String
    ) throws(PostgresError) -> String {
        var parts: [String] = []
        for column in columns { parts.append(try column.projection(of: alias)) }
        return parts.joined(separator: ", ")
    }

    /// The order of the primary key, the same whatever the database's locale is.
    func order(of alias: String) throws(PostgresError) -> String {
        var parts: [String] = []
        for column in key {
            // An enumeration has an order of its own, and takes no collation.
            let isText = column.form == .text && column.type.wholeMatch(of: /(text|char).*/) != nil
            let collation = ordersByLocale && isText ? #" COLLATE "C""# : ""
            parts.append("\(alias).\(try column.identifier())\(collation)")
        }
        return parts.joined(separator: ", ")
    }

    /// The columns of the primary key as `USING` wants them.
    func keyList() throws(PostgresError) -> String { try ArchivedTable.list(key) }

    /// The names of columns with commas between.
    static func list(_ columns: [ArchivedColumn]) throws(PostgresError) -> String {
        var parts: [String] = []
        for column in columns { parts.append(try column.identifier()) }
        return parts.joined(separator: ", ")
    }
}
