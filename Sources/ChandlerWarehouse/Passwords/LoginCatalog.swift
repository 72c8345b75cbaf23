import ChandlerPostgres

/// Reads and changes a group's logins on the server; every change is one transaction.
struct LoginCatalog {
    let connection: PostgresConnection
    let group: LoginGroup

    // MARK: - What there is

    /// Both logins, `a` first.
    ///
    /// - Throws: ``WarehouseError`` with code `configuration` when the group is missing, or a login
    ///   can do more than a login should.
    func slots() throws(WarehouseError) -> [LoginSlot] {
        try doing("look at the logins of \(group.name)") {
            try requireGroup()
            let rows = try connection.query(
                """
                SELECT l.name, r.oid IS NOT NULL, coalesce(r.rolcanlogin, false),
                    shobj_description(r.oid, 'pg_authid'),
                    (SELECT count(*) FROM pg_stat_activity AS s WHERE s.usesysid = r.oid),
                    CASE WHEN r.rolsuper THEN 'SUPERUSER' WHEN r.rolcreaterole THEN 'CREATEROLE'
                        WHEN r.rolcreatedb THEN 'CREATEDB' WHEN r.rolbypassrls THEN 'BYPASSRLS'
                        WHEN r.rolreplication THEN 'REPLICATION' END
                FROM (VALUES ($1::text), ($2::text)) AS l (name)
                    LEFT JOIN pg_roles AS r ON r.rolname = l.name
                ORDER BY l.name
                """,
                group.logins.map { .text($0) }
            )
            return try rows.map { row in
                LoginSlot(
                    name: try row.text(0),
                    exists: try row.bool(1),
                    canLogIn: try row.bool(2),
                    stage: LoginSlot.stage(of: try row.textIfPresent(3)),
                    sessions: Int(try row.int64(4)),
                    excess: try row.textIfPresent(5)
                )
            }
        }
    }

    private func requireGroup() throws {
        let found = try connection.query(
            "SELECT FROM pg_roles WHERE rolname = $1",
            [.text(group.name)]
        )
        guard found.isEmpty else { return }
        throw WarehouseError(
            .configuration,
            "the role \(group.name) does not exist on the server; nothing was changed; \"chandler "
                + "db roles apply\" makes it"
        )
    }

    /// The sessions of a login, oldest first.
    func sessions(of login: String) throws(WarehouseError) -> [LoginSession] {
        try doing("look for sessions of \(login)") {
            try connection.query(
                """
                SELECT pid, coalesce(datname, '-'), coalesce(application_name, ''),
                    host(client_addr), date_trunc('second', backend_start)::text
                FROM pg_stat_activity WHERE usename = $1 ORDER BY backend_start, pid
                """,
                [.text(login)]
            ).map { row in
                LoginSession(
                    processID: try row.int64(0),
                    database: try row.text(1),
                    application: try row.text(2),
                    address: try row.textIfPresent(3),
                    began: try row.textIfPresent(4)
                )
            }
        }
    }

    // MARK: - What is changed

    /// Lets a login in with a password that the server sees only as a verifier.
    ///
    /// The comment on the login before is written here too: whoever may not write it is refused
    /// before anything reaches the file.
    func enable(
        _ slot: LoginSlot,
        _ verifier: ScramVerifier,
        previous: LoginSlot?
    ) throws(WarehouseError) {
        try doing("let \(slot.name) log in") {
            let name = try PostgresIdentifier(slot.name)
            let groupName = try PostgresIdentifier(group.name)
            let secret = try PostgresLiteral(verifier.text)
            try connection.transaction {
                if !slot.exists { try connection.execute("CREATE ROLE \(name) NOLOGIN") }
                try connection.execute(
                    """
                    GRANT \(groupName) TO \(name);
                    ALTER ROLE \(name) INHERIT LOGIN VALID UNTIL 'infinity' PASSWORD \(secret)
                    """
                )
                if group.actsAsGroup {
                    try connection.execute("ALTER ROLE \(name) SET role = \(groupName)")
                }
                try mark(slot.name, .new)
                if let previous { try mark(previous.name, .current) }
            }
        }
    }

    /// Lets a login in no more and forgets its password; sessions that it has go on.
    func disable(_ login: String) throws(WarehouseError) {
        try doing("let \(login) log in no more") {
            let name = try PostgresIdentifier(login)
            try connection.transaction {
                try connection.execute("ALTER ROLE \(name) NOLOGIN PASSWORD NULL")
                try mark(login, .idle)
            }
        }
    }

    /// Notes which login is in the file now, and which was before.
    func note(current: String, old: String?) throws(WarehouseError) {
        try doing("note on the roles that \(current) is in use") {
            try connection.transaction {
                try mark(current, .current)
                if let old { try mark(old, .old) }
            }
        }
    }

    private func mark(_ login: String, _ stage: LoginSlot.Stage) throws {
        let moment = try connection.query(
            "SELECT date_trunc('second', clock_timestamp())::text"
        ).firstRow().text(0)
        let comment = try PostgresLiteral(LoginSlot.comment(stage, since: moment))
        try connection.execute("COMMENT ON ROLE \(try PostgresIdentifier(login)) IS \(comment)")
    }

    /// Ends the sessions of a login.
    ///
    /// - Returns: How many were told to end.
    func endSessions(of login: String) throws(WarehouseError) -> Int {
        try doing("end the sessions of \(login), which logs in no more") {
            try connection.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1",
                [.text(login)]
            ).count
        }
    }

    // MARK: - One at a time

    /// Runs work that no other rotation of the group, started in the same database, runs beside.
    func alone<Result>(_ body: () throws -> Result) throws(WarehouseError) -> Result {
        try doing("rotate the password of \(group.name)") {
            let key: [PostgresParameter] = [.text("chandler rotation of \(group.name)")]
            let row = try connection.query(
                "SELECT pg_try_advisory_lock(hashtextextended($1, 0))",
                key
            ).firstRow()
            guard try row.bool(0) else {
                throw WarehouseError(
                    .busy,
                    "another rotation of \(group.name) is at work; nothing was changed"
                )
            }
            defer {
                _ = try? connection.query(
                    "SELECT pg_advisory_unlock(hashtextextended($1, 0))",
                    key
                )
            }
            return try body()
        }
    }
}
