import ChandlerPostgres
import ChandlerStore

/// Reads who is a member of what.
struct RoleMembers {
    let connection: PostgresConnection

    private static let attributes = """
        array_to_string(ARRAY[CASE WHEN r.rolsuper THEN 'superuser' END,
            CASE WHEN r.rolcreaterole THEN 'createrole' END,
            CASE WHEN r.rolcreatedb THEN 'createdb' END,
            CASE WHEN r.rolreplication THEN 'replication' END,
            CASE WHEN r.rolbypassrls THEN 'bypassrls' END], ' ')
        """

    /// The members of Chandler's roles, by name.
    func all() throws(PostgresError) -> [RoleMember] {
        var members: [RoleMember] = []
        for row in try connection.query(
            """
            SELECT r.rolname, g.rolname, r.rolcanlogin, \(Self.attributes)
            FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid
                JOIN pg_roles AS r ON r.oid = m.member
            WHERE g.rolname IN ($1, $2, $3)
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2
            """,
            DatabaseRole.allCases.map { .text($0.rawValue) }
        ) {
            guard let role = DatabaseRole(rawValue: try row.text(1)) else { continue }
            members.append(
                RoleMember(
                    name: try row.text(0),
                    role: role,
                    canLogIn: try row.bool(2),
                    excess: try row.text(3).split(separator: " ").map(String.init)
                )
            )
        }
        return members
    }

    /// What a role has beside being there: `login`, `superuser`, ...; `nil` when it is not there.
    func attributes(of role: String) throws(PostgresError) -> [String]? {
        let row = try connection.query(
            """
            SELECT CASE WHEN r.rolcanlogin THEN 'login ' ELSE '' END || \(Self.attributes)
            FROM pg_roles AS r WHERE r.rolname = $1
            """,
            [.text(role)]
        ).first
        return try row?.text(0).split(separator: " ").map(String.init)
    }

    /// The roles that a role is a member of.
    func groups(of role: String) throws(PostgresError) -> [String] {
        var groups: [String] = []
        for row in try connection.query(
            """
            SELECT DISTINCT g.rolname FROM pg_auth_members AS m
                JOIN pg_roles AS g ON g.oid = m.roleid JOIN pg_roles AS r ON r.oid = m.member
            WHERE r.rolname = $1 ORDER BY 1
            """,
            [.text(role)]
        ) {
            groups.append(try row.text(0))
        }
        return groups
    }

    /// Who logged in, whether it may make members of roles, and whether it may act as the owner.
    func session() throws(PostgresError) -> (login: String, canMakeMembers: Bool, isOwner: Bool) {
        let right = connection.serverVersion >= 160_000 ? "SET" : "MEMBER"
        let row = try connection.query(
            """
            SELECT session_user, rolcreaterole, rolsuper OR coalesce((SELECT pg_has_role(
                session_user, o.oid, '\(right)') FROM pg_roles AS o WHERE o.rolname = $1), false)
            FROM pg_roles WHERE rolname = session_user
            """,
            [.text(DatabaseRole.owner.rawValue)]
        ).firstRow()
        return (try row.text(0), try row.bool(1), try row.bool(2))
    }
}
