import ChandlerPostgres
import ChandlerStore

/// How the roles of a database are, beside how they should be.
public struct RoleReport: Sendable, Hashable {
    /// Who is a member of what, by name.
    public let members: [RoleMember]
    /// What is wrong and can be put right by applying the roles.
    public let plan: RolePlan
    /// What is wrong and needs a decision of a person.
    public let findings: [String]
    /// Privileges of roles that are not Chandler's, such as `grafana: SELECT on public.market_data`.
    public let others: [String]

    /// Whether all is as it should be; ``others`` are the administrator's business.
    public var isAsExpected: Bool { plan.isEmpty && findings.isEmpty }
}

extension RoleSet {
    /// Looks at members and privileges; nothing is changed.
    ///
    /// - Returns: Everything that differs from what should be.
    /// - Throws: ``WarehouseError`` with code `usage` when the tables are not there.
    public func report() throws(WarehouseError) -> RoleReport {
        try doing("look at the roles of the database") { try look() }
    }

    private func look() throws -> RoleReport {
        let catalog = try RoleCatalog(connection)
        let members = try RoleMembers(connection: connection).all()
        let steps = try plan().steps.filter { !$0.problem.hasSuffix(RoleReport.ownMembership) }
        var findings = members.compactMap { RoleReport.finding($0) }
        findings += try missingFunctions(catalog)
        return RoleReport(
            members: members,
            plan: RolePlan(steps: steps),
            findings: findings,
            others: try others(catalog)
        )
    }

    private func missingFunctions(_ catalog: RoleCatalog) throws -> [String] {
        let present = Set(try catalog.functions().map(\.name))
        return RolePrivileges.functions.filter { !present.contains($0) }.map {
            "function \(RolePrivileges.functionSchema).\($0) is not there"
        }
    }

    private func others(_ catalog: RoleCatalog) throws -> [String] {
        let known = Set(DatabaseRole.allCases.map(\.rawValue) + [RoleGrant.everybody])
        let grants = try catalog.grants().filter { grant in
            !known.contains(grant.grantee) && !grant.isOption
                && [.table, .sequence, .function].contains(grant.object.kind)
        }
        let lines = Dictionary(grouping: grants) { "\($0.grantee): \($0.object.sql)" }
        return lines.map { line, grants -> String in
            let privileges = Set(grants.map(\.privilege)).sorted().joined(separator: ", ")
            return "\(line): \(privileges)"
        }.sorted()
    }
}

extension RoleReport {
    /// That the session itself is no member is needed for applying only.
    fileprivate static let ownMembership = "is no member of \(DatabaseRole.owner.rawValue)"

    fileprivate static func finding(_ member: RoleMember) -> String? {
        // Who makes roles and databases may well own this one; nobody else needs to.
        let excess = member.excess.filter {
            member.role != .owner || !["createrole", "createdb"].contains($0)
        }
        guard !excess.isEmpty else { return nil }
        return "\(member.name), a member of \(member.role.rawValue), has "
            + "\(excess.joined(separator: ", ")): take it away, or let another login work"
    }
}
