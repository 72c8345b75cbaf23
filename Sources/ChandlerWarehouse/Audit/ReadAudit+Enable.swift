import ChandlerPostgres

extension ReadAudit {
    /// Has reads of the sensitive tables written down, in sessions that begin from now on.
    ///
    /// Months that are made later are audited too, as long as the owner of the table makes them.
    /// Doing it again changes nothing.
    ///
    /// - Returns: How it is now.
    /// - Throws: ``WarehouseError``: `configuration` with what to install or to set when pgaudit is
    ///   not there or not loaded, `permissionDenied` to everybody but superusers. Nothing was
    ///   changed.
    @discardableResult
    public func enable() throws(WarehouseError) -> ReadAuditStatus {
        let before = try status()
        guard before.isLoaded else {
            throw WarehouseError(
                .configuration,
                "audit reads: pgaudit is \(before.state.rawValue) on this server; nothing was "
                    + "changed; \(before.remedy ?? "")"
            )
        }
        guard !before.tables.isEmpty else {
            throw WarehouseError(
                .configuration,
                "audit reads: the database has none of the tables; nothing was changed; "
                    + "\"chandler db migrate\" makes them"
            )
        }
        if before.state == .on { return before }
        try doing("audit reads") {
            try connection.transaction { try enable(before) }
        }
        return try status()
    }

    private func enable(_ status: ReadAuditStatus) throws {
        try connection.execute("CREATE EXTENSION IF NOT EXISTS pgaudit")
        let name = status.auditor ?? Self.auditor
        let auditor = try PostgresIdentifier(name)
        if try connection.query("SELECT FROM pg_roles WHERE rolname = $1", [.text(name)]).isEmpty {
            try connection.execute("CREATE ROLE \(auditor) NOLOGIN")
        }
        for table in status.tables where !table.isAudited {
            // The name comes from the catalog, schema first; neither part has a dot of ours.
            let parts = table.name.split(separator: ".", maxSplits: 1).map(String.init)
            let quoted = try PostgresIdentifier(parts[1], schema: parts[0])
            try connection.execute("GRANT SELECT ON \(quoted) TO \(auditor)")
        }
        try auditComingMonths(auditor)
        if status.auditor == nil {
            let database = try connection.query("SELECT current_database()").firstRow().text(0)
            try connection.execute(
                "ALTER DATABASE \(try PostgresIdentifier(database)) SET pgaudit.role = "
                    + "\(try PostgresLiteral(name))"
            )
        }
    }

    private func auditComingMonths(_ auditor: PostgresIdentifier) throws {
        let owners = try connection.query(
            """
            SELECT r.rolname FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner
            WHERE c.oid = to_regclass('cubi.trade_data')
            """
        )
        for row in owners {
            try connection.execute(
                "ALTER DEFAULT PRIVILEGES FOR ROLE \(try PostgresIdentifier(try row.text(0))) "
                    + "IN SCHEMA cubi GRANT SELECT ON TABLES TO \(auditor)"
            )
        }
    }
}
