import ChandlerStore

/// The privileges that there must be on the things that are there.
struct RoleExpectation {
    let grants: Set<RoleGrant>

    init(_ catalog: RoleCatalog) throws {
        var grants: Set<RoleGrant> = []
        func add(_ object: GrantedObject, _ role: DatabaseRole, _ privileges: [String]) {
            for privilege in privileges {
                grants.insert(
                    RoleGrant(object: object, grantee: role.rawValue, privilege: privilege)
                )
            }
        }
        let database = GrantedObject(
            kind: .database,
            sql: try catalog.quoted(catalog.database)
        )
        add(database, .owner, ["CONNECT", "CREATE", "TEMPORARY"])
        add(database, .app, ["CONNECT", "TEMPORARY"])
        add(database, .reader, ["CONNECT"])
        for (name, isOwn) in catalog.schemas {
            let schema = GrantedObject(
                kind: .schema,
                sql: try catalog.quoted(name)
            )
            if !isOwn { add(schema, .owner, ["CREATE", "USAGE"]) }
            add(schema, .app, ["USAGE"])
            if name != RolePrivileges.functionSchema { add(schema, .reader, ["USAGE"]) }
        }
        let entries = Dictionary(
            RolePrivileges.relations.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for relation in try catalog.relations() {
            if relation.isSequence {
                guard RolePrivileges.sequences.contains(relation.name) else { continue }
                add(GrantedObject(kind: .sequence, sql: relation.sql), .app, ["USAGE"])
            } else if let entry = entries[relation.name] {
                let table = GrantedObject(kind: .table, sql: relation.sql)
                for role in [DatabaseRole.app, .reader] {
                    add(table, role, entry.privileges(of: role).names)
                }
            }
        }
        for function in try catalog.functions()
        where RolePrivileges.functions.contains(function.name) {
            add(GrantedObject(kind: .function, sql: function.sql), .app, ["EXECUTE"])
        }
        self.grants = grants
    }

    /// Whether a privilege that is not expected may stay: everybody may connect and look up names.
    static func tolerates(_ grant: RoleGrant) -> Bool {
        guard grant.grantee == RoleGrant.everybody else {
            return !DatabaseRole.ruled.contains(grant.grantee)
        }
        return switch grant.object.kind {
        case .database: grant.privilege == "CONNECT"
        case .schema: grant.privilege == "USAGE"
        case .table, .sequence, .function: false
        }
    }
}

extension DatabaseRole {
    /// The roles that may have nothing but what is expected.
    static let ruled = [DatabaseRole.app.rawValue, DatabaseRole.reader.rawValue]
}
