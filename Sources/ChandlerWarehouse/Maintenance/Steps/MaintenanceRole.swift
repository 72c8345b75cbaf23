import ChandlerPostgres

/// As whom maintenance works: as the owner of the tables where the login may be that.
struct MaintenanceRole {
    let connection: PostgresConnection
    /// Who owns the tables; `nil` where there are none.
    let owner: String?

    /// Takes the owner's rights where the login is a member of it.
    ///
    /// A superuser becomes the owner as well: expressions of indexes run with no more than that.
    init(_ connection: PostgresConnection) throws {
        self.connection = connection
        let right = connection.serverVersion >= 160_000 ? "SET" : "MEMBER"
        let row = try connection.query(
            """
            SELECT pg_get_userbyid(c.relowner), pg_get_userbyid(c.relowner) <> current_user
                AND pg_has_role(session_user, c.relowner, '\(right)')
            FROM pg_class AS c WHERE c.oid = to_regclass('market_data')
            """
        ).first
        owner = try row?.text(0)
        if let owner, try row?.bool(1) == true {
            try connection.execute("SET ROLE \(try PostgresIdentifier(owner).sql)")
        }
    }

    /// Why a step on a relation is refused.
    var refusal: String {
        let owner = owner.map { "role \"\($0)\"" } ?? "the owner of the tables"
        let other = connection.serverVersion >= 170_000 ? ", or with the right MAINTAIN" : ""
        return "the login may not; let one that is a member of \(owner)\(other) run it"
    }
}
