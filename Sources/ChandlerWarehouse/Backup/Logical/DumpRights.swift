import ChandlerPostgres

/// Whether a login may read everything that a dump holds.
struct DumpRights {
    let connection: PostgresConnection

    init(_ connection: PostgresConnection) { self.connection = connection }

    /// Refuses a login that `pg_dump` would fail with, before anything is made.
    ///
    /// - Throws: ``WarehouseError`` with code `permissionDenied`, naming what it may not read.
    func check() throws(WarehouseError) {
        let closed = try doing("look at the login's rights") {
            try connection.query(
                """
                SELECT format('%I.%I', n.nspname, c.relname), current_user
                FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't'
                    AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
                    AND NOT (has_schema_privilege(n.oid, 'USAGE')
                        AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'SELECT')
                            ELSE has_table_privilege(c.oid, 'SELECT') END)
                ORDER BY c.relkind = 'S', 1
                """
            ).map { (name: try $0.text(0), login: try $0.text(1)) }
        }
        guard let first = closed.first else { return }
        let names = closed.prefix(3).map(\.name).joined(separator: ", ")
        let more = closed.count > 3 ? " and \(closed.count - 3) more" : ""
        throw WarehouseError(
            .permissionDenied,
            "dump the database as \"\(first.login)\": it may not read \(names)\(more), and a dump "
                + "holds everything; nothing was made; let a member of chandler_owner or a "
                + "superuser make it"
        )
    }
}
