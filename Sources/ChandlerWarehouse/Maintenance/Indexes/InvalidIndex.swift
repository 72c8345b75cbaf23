import ChandlerPostgres

/// An index that a broken statement left behind: it takes space and writes, and serves no reads.
struct InvalidIndex: Sendable, Hashable {
    let name: String
    let table: String
    /// Whether a REINDEX CONCURRENTLY or DROP INDEX CONCURRENTLY left it: nothing is lost with it.
    let isLeftover: Bool
    let isMine: Bool

    /// The invalid indexes of Chandler's tables, or of one of them.
    ///
    /// One that another session is building now looks the same; its table is locked against the
    /// repair then.
    static func all(
        of tables: TableReading,
        table: String? = nil
    ) throws -> [InvalidIndex] {
        try tables.connection.query(
            """
            \(TableReading.relations)
            SELECT DISTINCT i.indexrelid::regclass::text, i.indrelid::regclass::text,
                c.relname ~ '_cc(new|old)[0-9]*$' OR NOT i.indislive,
                \(IndexReading.right("i.indrelid"))
            FROM relations AS r JOIN pg_index AS i ON i.indrelid = r.oid
                JOIN pg_class AS c ON c.oid = i.indexrelid AND c.relkind = 'i'
            WHERE NOT (i.indisvalid AND i.indislive)
                AND ($2::text IS NULL OR i.indrelid = to_regclass($2::text))
            ORDER BY 1
            """,
            [tables.parameter, table.map { .text($0) } ?? .null]
        ).map { row in
            InvalidIndex(
                name: try row.text(0),
                table: try row.text(1),
                isLeftover: try row.bool(2),
                isMine: try row.bool(3)
            )
        }
    }
}
