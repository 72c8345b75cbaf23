public import ChandlerPostgres

/// Has reads of sensitive tables written to the server's log, by the extension pgaudit.
///
/// Triggers cannot see reads. pgaudit's object audit logging does: it writes down each statement
/// that uses a privilege which a certain role, the auditor, has. So the auditor is given SELECT on
/// the sensitive tables, and nobody ever logs in as it. Values of parameters are not written.
///
/// **Source:** pgaudit's manual, "Object Audit Logging".
public struct ReadAudit {
    /// The role whose privileges say what is audited, where the server has no other one set.
    public static let auditor = "chandler_auditor"

    /// The tables whose reads leave a trail: what the rule of 90 days protects, what the strategies
    /// earn, and the trail itself.
    static let sensitiveTables = ["cubi.token_data", "cubi.trade_data", "audit_log"]

    let connection: PostgresConnection

    /// Works over a connection.
    public init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    /// Looks at what is there; any role may.
    ///
    /// - Throws: ``WarehouseError`` with code `database`.
    public func status() throws(WarehouseError) -> ReadAuditStatus {
        try doing("look at the audit of reads") {
            let row = try connection.query(Self.facts).firstRow()
            let auditor = try row.textIfPresent(3)
            return ReadAuditStatus(
                serverMajor: connection.serverVersion / 10_000,
                availableVersion: try row.textIfPresent(0),
                installedVersion: try row.textIfPresent(1),
                isLoaded: try row.bool(2),
                auditor: auditor,
                preloaded: try row.textIfPresent(4),
                tables: try tables(auditor: auditor ?? Self.auditor)
            )
        }
    }

    /// What the database says goes before what the server says, as it does for new sessions.
    private static let facts = """
        SELECT (SELECT default_version FROM pg_available_extensions WHERE name = 'pgaudit'),
            (SELECT extversion FROM pg_extension WHERE extname = 'pgaudit'),
            EXISTS (SELECT FROM pg_settings WHERE name = 'pgaudit.role'),
            nullif(coalesce(
                (SELECT substring(entry FROM '^pgaudit\\.role=(.*)$')
                    FROM pg_db_role_setting, unnest(setconfig) AS entry
                    WHERE setrole = 0 AND entry LIKE 'pgaudit.role=%' AND setdatabase =
                        (SELECT oid FROM pg_database WHERE datname = current_database())),
                (SELECT reset_val FROM pg_settings WHERE name = 'pgaudit.role')), ''),
            (SELECT setting FROM pg_settings WHERE name = 'shared_preload_libraries')
        """

    /// The sensitive tables with their months, since a month can be read by its own name.
    private func tables(auditor: String) throws -> [ReadAuditStatus.Table] {
        try connection.query(
            """
            SELECT n.nspname || '.' || c.relname,
                EXISTS (SELECT FROM pg_roles WHERE rolname = $2)
                    AND has_table_privilege((SELECT oid FROM pg_roles WHERE rolname = $2), c.oid,
                        'SELECT')
            FROM unnest(string_to_array($1, ' ')) AS t (name)
                CROSS JOIN LATERAL (SELECT to_regclass(t.name) AS parent
                    UNION ALL SELECT inhrelid FROM pg_inherits
                        WHERE inhparent = to_regclass(t.name)) AS part
                JOIN pg_class AS c ON c.oid = part.parent
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
            ORDER BY 1
            """,
            [.text(Self.sensitiveTables.joined(separator: " ")), .text(auditor)]
        ).map { row in
            ReadAuditStatus.Table(name: try row.text(0), isAudited: try row.bool(1))
        }
    }
}
