import ChandlerPostgres

/// What all rows of a table come to, in whichever order they lie.
struct TableDigest: Sendable, Hashable, Codable {
    /// The number of rows.
    let rows: Int64
    /// Two sums over a 64-bit hash each of every row's text.
    let digest: String

    /// Digests one table.
    ///
    /// The text of a row is what `COPY` would write of it, so two rows with the same text are the
    /// same to whoever reads them. A sum forgets the order, and, other than an exclusive or, sees a
    /// row that is there twice.
    init(of table: String, _ connection: PostgresConnection) throws {
        let row = try connection.query(
            """
            SELECT count(*),
                coalesce(sum(hashtextextended(chandler_row::text COLLATE "C", 1)), 0) || ':'
                || coalesce(sum(hashtextextended(chandler_row::text COLLATE "C", 2)), 0)
            FROM ONLY \(table) AS chandler_row
            """
        ).firstRow()
        rows = try row.int64(0)
        digest = try row.text(1)
    }

    /// Names of all tables and partitions with rows of their own, quoted, in order.
    ///
    /// Left out are temporary tables and those that are not logged, whose rows no backup holds, and
    /// materialized views, which are made from the tables.
    static func tables(_ connection: PostgresConnection) throws -> [String] {
        try connection.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence = 'p'
                AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
            ORDER BY n.nspname, c.relname
            """
        ).map { try $0.text(0) }
    }

    /// Digests every table.
    static func all(
        _ connection: PostgresConnection,
        _ step: (String) throws -> Void = { _ in }
    ) throws -> [String: TableDigest] {
        var digests: [String: TableDigest] = [:]
        for table in try tables(connection) {
            try step(table)
            digests[table] = try TableDigest(of: table, connection)
        }
        return digests
    }
}
