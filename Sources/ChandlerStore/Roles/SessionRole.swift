import ChandlerPostgres

/// As whom a session works: as its login, or as one of Chandler's roles.
struct SessionRole {
    let connection: PostgresConnection

    init(_ connection: PostgresConnection) { self.connection = connection }

    /// Takes the rights of `chandler_app` for all further work where the login has more.
    ///
    /// Nothing is done where `chandler db roles apply` did not give the tables to their owner, and
    /// where the configuration of the login or the connection has set a role already.
    func stepDown() throws(PostgresError) {
        let mayGiveUp = try connection.query(
            """
            SELECT current_setting('role') = 'none' AND (login.rolsuper OR \(isMember("owner.oid")))
                AND \(isMember("app.oid"))
            FROM pg_roles AS login, pg_roles AS owner, pg_roles AS app, pg_class AS candles
            WHERE login.rolname = session_user AND owner.rolname = $1 AND app.rolname = $2
                AND candles.oid = to_regclass('market_data') AND candles.relowner = owner.oid
            """,
            [.text(DatabaseRole.owner.rawValue), .text(DatabaseRole.app.rawValue)]
        )
        guard try mayGiveUp.first?.bool(0) == true else { return }
        try connection.execute("SET ROLE \(DatabaseRole.app.rawValue)")
    }

    /// Who the session is, and whether Chandler's roles rule the database.
    func standing() throws(PostgresError) -> SessionStanding {
        let row = try connection.query(
            """
            SELECT session_user, current_user,
                (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
                (SELECT pg_get_userbyid(relowner) FROM pg_class
                    WHERE oid = coalesce(to_regclass('market_data'),
                        to_regclass('schema_migrations')))
            """
        ).firstRow()
        return SessionStanding(
            login: try row.text(0),
            role: try row.text(1),
            isSuperuser: try row.bool(2),
            owner: try row.textIfPresent(3)
        )
    }

    /// The statement that takes the present role again, for the rest of a transaction.
    func setting() throws(PostgresError) -> String {
        let role = try connection.query("SELECT current_setting('role')").firstRow().text(0)
        return role == "none" ? "SET LOCAL ROLE NONE" : try local(role)
    }

    /// Whether the login may become a role.
    func canBecome(_ role: String) throws(PostgresError) -> Bool {
        try connection.query(
            "SELECT \(isMember("oid")) FROM pg_roles WHERE rolname = $1",
            [.text(role)]
        ).first?.bool(0) == true
    }

    /// Runs work as another role and then goes on as before.
    func asRole<Result>(
        _ role: String,
        _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        let before = try doing("read the session's role") {
            let before = try connection.query("SELECT current_setting('role')").firstRow().text(0)
            try connection.execute("SET ROLE \(try PostgresIdentifier(role).sql)")
            return before == "none" ? "NONE" : try PostgresIdentifier(before).sql
        }
        defer { _ = try? connection.execute("SET ROLE \(before)") }
        return try body()
    }

    private func local(_ role: String) throws(PostgresError) -> String {
        "SET LOCAL ROLE \(try PostgresIdentifier(role).sql)"
    }

    /// Whether the login may `SET ROLE` to the role of a number; always so for a superuser.
    private func isMember(_ role: String) -> String {
        let right = connection.serverVersion >= 160_000 ? "SET" : "MEMBER"
        return "pg_has_role(session_user, \(role), '\(right)')"
    }
}

/// As whom a session works.
public struct SessionStanding: Sendable, Hashable {
    /// The role that logged in.
    public let login: String
    /// The role whose rights count now.
    public let role: String
    /// Whether that role is a superuser.
    public let isSuperuser: Bool
    /// Who owns Chandler's tables; `nil` while there are none.
    public let owner: String?

    /// Whether `chandler db roles apply` gave the tables to their owner.
    public var areRolesApplied: Bool { owner == DatabaseRole.owner.rawValue }
}
