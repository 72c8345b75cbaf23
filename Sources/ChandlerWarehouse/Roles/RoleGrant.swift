import ChandlerPostgres

/// A thing on which privileges are granted, with its name in SQL.
struct GrantedObject: Sendable, Hashable {
    /// The kinds of things, in the order in which they are seen to.
    enum Kind: String, Sendable, Hashable, CaseIterable {
        case database = "DATABASE"
        case schema = "SCHEMA"
        case table = "TABLE"
        case sequence = "SEQUENCE"
        case function = "FUNCTION"
    }

    let kind: Kind
    /// Quoted where it must be.
    let sql: String
}

/// One privilege of one role on one thing.
struct RoleGrant: Sendable, Hashable {
    let object: GrantedObject
    /// The role's name, or `PUBLIC` for everybody.
    let grantee: String
    /// Such as `SELECT`.
    let privilege: String
    /// The only column it is for.
    var column: String?
    /// Whether it is the right to pass the privilege on.
    var isOption = false

    /// What stands for every role.
    static let everybody = "PUBLIC"
}

extension RoleGrant {
    fileprivate struct Group: Hashable {
        let object: GrantedObject
        let grantee: String
        let isOption: Bool
    }

    /// The steps that take away and give privileges, those of one role on one thing together.
    static func steps(
        _ grants: Set<RoleGrant>,
        isGiven: Bool
    ) throws(PostgresError) -> [RolePlan.Step] {
        let groups = Dictionary(grouping: grants) {
            Group(object: $0.object, grantee: $0.grantee, isOption: $0.isOption)
        }
        var steps: [RolePlan.Step] = []
        for (group, grants) in groups.sorted(by: { $0.key.order < $1.key.order }) {
            var privileges: [String] = []
            for grant in grants.sorted(by: { $0.order < $1.order }) {
                let column = try grant.column.map { name throws(PostgresError) in
                    " (\(try PostgresIdentifier(name).sql))"
                }
                privileges.append(grant.privilege + (column ?? ""))
            }
            let list = privileges.joined(separator: ", ")
            let role =
                group.grantee == everybody
                ? everybody : try PostgresIdentifier(group.grantee).sql
            let place = "ON \(group.object.kind.rawValue) \(group.object.sql)"
            let option = group.isOption ? "GRANT OPTION FOR " : ""
            steps.append(
                isGiven
                    ? .init(
                        "\(group.grantee) has no \(list) on \(group.object.words)",
                        "GRANT \(list) \(place) TO \(role)"
                    )
                    : .init(
                        "\(group.grantee) has \(option)\(list) on \(group.object.words)",
                        "REVOKE \(option)\(list) \(place) FROM \(role)"
                    )
            )
        }
        return steps
    }

    private var order: String { privilege + (column ?? "") }
}

extension RoleGrant.Group {
    fileprivate var order: String {
        let kind = GrantedObject.Kind.allCases.firstIndex(of: object.kind) ?? 0
        return "\(kind) \(object.sql) \(grantee) \(isOption)"
    }
}

extension GrantedObject {
    /// The thing in words.
    fileprivate var words: String {
        kind == .table ? sql : "\(kind.rawValue.lowercased()) \(sql)"
    }
}
