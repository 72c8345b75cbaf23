import ChandlerPostgres
import ChandlerStore

/// What things that the owner makes later begin with.
struct DefaultPrivileges {
    let catalog: RoleCatalog

    private struct Entry: Hashable {
        let schema: String
        let grantee: String
        let privilege: String
    }

    /// The steps to what is expected.
    func steps() throws -> [RolePlan.Step] {
        let (live, isForNobody) = try live()
        var expected: Set<Entry> = []
        for (schema, _) in catalog.schemas where schema != RolePrivileges.functionSchema {
            for role in [DatabaseRole.app, .reader] {
                for privilege in RolePrivileges.ofNewTables.privileges(of: role).names {
                    expected.insert(
                        Entry(schema: schema, grantee: role.rawValue, privilege: privilege)
                    )
                }
            }
        }
        var steps = try statements(expected.subtracting(live), "GRANT", "TO", "begin without")
        let ruled = DatabaseRole.ruled + [RoleGrant.everybody]
        steps += try statements(
            live.subtracting(expected).filter { ruled.contains($0.grantee) },
            "REVOKE",
            "FROM",
            "begin with"
        )
        if !isForNobody {
            steps.append(
                .init(
                    "new functions of \(DatabaseRole.owner.rawValue) begin with EXECUTE for PUBLIC",
                    "\(prefix) REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
                )
            )
        }
        return steps
    }

    private let prefix = "ALTER DEFAULT PRIVILEGES FOR ROLE \(DatabaseRole.owner.rawValue)"

    init(catalog: RoleCatalog) { self.catalog = catalog }

    private func statements(
        _ entries: some Sequence<Entry>,
        _ verb: String,
        _ direction: String,
        _ words: String
    ) throws -> [RolePlan.Step] {
        let groups = Dictionary(grouping: entries) { [$0.schema, $0.grantee] }
        return try groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, entries in
            let list = entries.map(\.privilege).sorted().joined(separator: ", ")
            let role =
                key[1] == RoleGrant.everybody ? key[1] : try PostgresIdentifier(key[1]).sql
            let schema = try catalog.quoted(key[0])
            return .init(
                "new tables in schema \(schema) \(words) \(list) for \(key[1])",
                "\(prefix) IN SCHEMA \(schema) \(verb) \(list) ON TABLES \(direction) \(role)"
            )
        }
    }

    /// What is set for tables, and whether new functions are for nobody.
    private func live() throws -> (Set<Entry>, Bool) {
        let rows = try catalog.connection.query(
            """
            SELECT n.nspname, CASE p.grantee WHEN 0 THEN 'PUBLIC'
                ELSE pg_get_userbyid(p.grantee) END, p.privilege_type
            FROM pg_default_acl AS d JOIN pg_roles AS o ON o.oid = d.defaclrole
                JOIN pg_namespace AS n ON n.oid = d.defaclnamespace,
                aclexplode(d.defaclacl) AS p
            WHERE o.rolname = $1 AND d.defaclobjtype = 'r' AND n.nspname IN ($2, 'cubi')
            """,
            [.text(DatabaseRole.owner.rawValue), .text(catalog.place)]
        )
        let entries = try rows.map {
            Entry(schema: try $0.text(0), grantee: try $0.text(1), privilege: try $0.text(2))
        }
        let isForNobody = try catalog.connection.query(
            """
            SELECT EXISTS (SELECT FROM pg_default_acl AS d JOIN pg_roles AS o
                    ON o.oid = d.defaclrole
                WHERE o.rolname = $1 AND d.defaclobjtype = 'f' AND d.defaclnamespace = 0
                    AND NOT EXISTS (SELECT FROM aclexplode(d.defaclacl) WHERE grantee = 0))
            """,
            [.text(DatabaseRole.owner.rawValue)]
        ).firstRow().bool(0)
        return (Set(entries), isForNobody)
    }
}
