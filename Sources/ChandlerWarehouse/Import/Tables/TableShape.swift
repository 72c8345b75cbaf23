import ChandlerPostgres

/// What the server says of a table: columns, checks and the primary key.
struct TableShape {
    struct Check {
        let name: String
        let expression: String
    }

    let table: ImportTable
    let columns: [ImportColumn]
    let checks: [Check]
    let primaryKey: [String]

    /// Reads the catalog.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - connection: The database.
    /// - Throws: ``WarehouseError`` with code `configuration` where the table is not there.
    init(_ table: ImportTable, over connection: PostgresConnection) throws {
        self.table = table
        columns = try connection.query(Self.columnQuestion, [.text(table.name)]).map { row in
            try Self.column(row, of: table)
        }
        guard !columns.isEmpty else {
            throw WarehouseError(
                .configuration,
                "import into \(table): the database has no such table; \"chandler db migrate\" "
                    + "makes it"
            )
        }
        checks = try connection.query(
            """
            SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint
            WHERE conrelid = to_regclass($1) AND contype = 'c' ORDER BY conname
            """,
            [.text(table.name)]
        ).map { Check(name: try $0.text(0), expression: try $0.text(1)) }
        primaryKey = try connection.query(
            """
            SELECT a.attname FROM pg_index AS i JOIN pg_attribute AS a
                ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
            WHERE i.indrelid = to_regclass($1) AND i.indisprimary ORDER BY a.attnum
            """,
            [.text(table.name)]
        ).map { try $0.text(0) }
    }

    private static let columnQuestion = """
        SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typname, a.atttypmod,
            a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity <> '',
            (SELECT string_agg(e.enumlabel, chr(31) ORDER BY e.enumsortorder)
                FROM pg_enum AS e WHERE e.enumtypid = t.oid)
        FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
        """

    private static func column(
        _ row: PostgresRow,
        of table: ImportTable
    ) throws -> ImportColumn {
        let name = try row.text(0)
        let labels = try row.textIfPresent(7).map { $0.split(separator: "\u{1F}").map(String.init) }
        let standard = try row.textIfPresent(5)
        let isIdentity = try row.bool(6)
        let reference = table.references.first { $0.column == name }
        let plain = ValueKind(
            type: try row.text(2),
            modifier: Int(try row.int64(3)),
            labels: labels,
            isMonth: name == table.monthColumn
        )
        return ImportColumn(
            name: name,
            type: try row.text(1),
            kind: reference.map { .reference(hasKey: $0.businessKey != nil) } ?? plain,
            isNullable: try !row.bool(4),
            hasDefault: standard != nil || isIdentity,
            standard: standard,
            reference: reference
        )
    }
}
