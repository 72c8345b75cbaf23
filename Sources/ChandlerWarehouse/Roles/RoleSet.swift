public import ChandlerPostgres
import ChandlerStore

/// Chandler's three roles in one database: what they own and may do, and who is a member.
///
/// `chandler_owner` owns everything, `chandler_app` loads, `chandler_reader` reads; none can log in,
/// and none is a superuser. Logins become members; who made them gives them passwords.
public struct RoleSet {
    let connection: PostgresConnection

    /// Works over a connection of a login that may change roles and privileges, or may only look.
    public init(_ connection: PostgresConnection) { self.connection = connection }

    /// What there is to do; nothing is changed.
    ///
    /// - Parameter logins: Logins that are to become members.
    /// - Returns: The steps in their order; none when all is as it should be.
    /// - Throws: ``WarehouseError`` with code `usage` when a login is not there or is a superuser,
    ///   or when the tables are not there.
    public func plan(_ logins: [RoleLogin] = []) throws(WarehouseError) -> RolePlan {
        try doing("compare the roles of the database") { RolePlan(steps: try steps(logins)) }
    }

    private func steps(_ logins: [RoleLogin]) throws -> [RolePlan.Step] {
        let catalog = try RoleCatalog(connection)
        let members = RoleMembers(connection: connection)
        let expected = try RoleExpectation(catalog).grants
        let live = try catalog.grants()
        // The owner must be able to make things somewhere before it is given any there.
        var steps = try roles(members)
        steps += try changes(expected, live, [.database, .schema])
        steps += try ownership(catalog)
        steps += try changes(expected, live, [.table, .sequence, .function])
        steps += try DefaultPrivileges(catalog: catalog).steps()
        for login in logins { steps += try join(login, members) }
        return steps
    }

    /// Brings roles, ownership and privileges to what they must be; all of it or nothing.
    ///
    /// - Parameter logins: Logins that become members.
    /// - Returns: What was done; empty when there was nothing to do.
    /// - Throws: ``WarehouseError`` with code `permissionDenied` when the login may not do all of it
    ///   (nothing was changed), and as ``plan(_:)`` does.
    @discardableResult
    public func apply(_ logins: [RoleLogin] = []) throws(WarehouseError) -> RolePlan {
        try doing("apply the roles") {
            for _ in 1..<RoleSet.attempts {
                if let plan = try attempt(logins) { return plan }
            }
            return try connection.transaction { try bring(logins) }
        }
    }

    /// Applies, unless a program in another database was changing the same roles: they are the
    /// server's, and locks are the database's.
    private func attempt(_ logins: [RoleLogin]) throws -> RolePlan? {
        do {
            return try connection.transaction { try bring(logins) }
        } catch {
            let fault = error as? PostgresError ?? (error as? WarehouseError)?.cause
            // A row of the catalog that was inserted or updated meanwhile.
            guard
                fault?.code == .uniqueViolation || fault?.code == .duplicateObject
                    || fault?.sqlState?.rawValue == "XX000"
            else { throw error }
            return nil
        }
    }

    private static let attempts = 5

    /// Does what is to be done inside a transaction, and looks whether it had its effect.
    private func bring(_ logins: [RoleLogin]) throws -> RolePlan {
        // Two programs that apply at once would change the same rows of the catalog.
        try connection.query("SELECT pg_advisory_xact_lock($1)", [.int64(RoleSet.lockKey)])
        let done = try plan(logins)
        if done.isEmpty { return done }
        for step in done.steps { try run(step) }
        // A GRANT that is not the session's to give is a mere warning to the server.
        let left = try plan(logins)
        if let step = left.steps.first { throw refusal(step, "it had no effect", nil) }
        return done
    }

    private static let lockKey: Int64 = 0x4348_4E44_4C52_0002

    private func run(_ step: RolePlan.Step) throws {
        do throws(PostgresError) {
            try connection.execute(step.sql)
        } catch {
            let isRefused = error.code == .insufficientPrivilege
            throw isRefused ? refusal(step, "\(error)", error) : error as any Error
        }
    }

    private func refusal(
        _ step: RolePlan.Step,
        _ reason: String,
        _ cause: PostgresError?
    ) -> WarehouseError {
        WarehouseError(
            .permissionDenied,
            "apply the roles: \(step.problem), and \"\(step.sql)\" is not this login's to do: "
                + "\(reason); nothing was changed; let an administrator of the server run the "
                + "statements that \"chandler db roles apply --dry-run\" prints",
            cause: cause
        )
    }
}

extension RoleSet {
    /// Makes the roles and takes away what they must not be.
    private func roles(_ members: RoleMembers) throws -> [RolePlan.Step] {
        var steps: [RolePlan.Step] = []
        for role in DatabaseRole.allCases.map(\.rawValue) {
            guard let excess = try members.attributes(of: role) else {
                steps.append(
                    RolePlan.Step("role \(role) does not exist", "CREATE ROLE \(role) NOLOGIN")
                )
                continue
            }
            if !excess.isEmpty {
                let words = excess.map { "NO\($0.uppercased())" }.joined(separator: " ")
                steps.append(
                    RolePlan.Step(
                        "role \(role) has \(excess.joined(separator: ", "))",
                        "ALTER ROLE \(role) \(words)"
                    )
                )
            }
            for group in try members.groups(of: role) {
                steps.append(
                    RolePlan.Step(
                        "role \(role) is a member of \(group)",
                        "REVOKE \(try PostgresIdentifier(group).sql) FROM \(role)"
                    )
                )
            }
        }
        let session = try members.session()
        if session.canMakeMembers && !session.isOwner {
            // Whoever gives something away must be a member of the new owner; a superuser is.
            let login = try PostgresIdentifier(session.login).sql
            steps.append(
                RolePlan.Step(
                    "\(session.login) is no member of \(DatabaseRole.owner.rawValue)",
                    "GRANT \(DatabaseRole.owner.rawValue) TO \(login)"
                )
            )
        }
        return steps
    }

    private func changes(
        _ expected: Set<RoleGrant>,
        _ live: Set<RoleGrant>,
        _ kinds: Set<GrantedObject.Kind>
    ) throws -> [RolePlan.Step] {
        let missing = expected.subtracting(live).filter { kinds.contains($0.object.kind) }
        let extra = live.subtracting(expected).filter { grant in
            kinds.contains(grant.object.kind) && !RoleExpectation.tolerates(grant)
        }
        let taken = try RoleGrant.steps(extra, isGiven: false)
        return taken + (try RoleGrant.steps(missing, isGiven: true))
    }

    private func ownership(_ catalog: RoleCatalog) throws -> [RolePlan.Step] {
        let owner = DatabaseRole.owner.rawValue
        let things = try catalog.owned().filter { $0.owner != owner }
        return things.map { thing in
            RolePlan.Step(
                "\(thing.kind.lowercased()) \(thing.sql) belongs to \(thing.owner)",
                "ALTER \(thing.kind) \(thing.sql) OWNER TO \(owner)"
            )
        }
    }

    /// Makes a login a member.
    private func join(_ login: RoleLogin, _ members: RoleMembers) throws -> [RolePlan.Step] {
        let action = "make \"\(login.name)\" a member of \(login.role.rawValue)"
        guard let attributes = try members.attributes(of: login.name) else {
            throw WarehouseError(
                .usage,
                "\(action): there is no such login; nothing was changed; an administrator makes it "
                    + "with CREATE ROLE ... LOGIN PASSWORD ..."
            )
        }
        if attributes.contains("superuser") {
            throw WarehouseError(
                .usage,
                "\(action): it is a superuser, who may do everything as a member too; nothing was "
                    + "changed; take another login"
            )
        }
        if try members.groups(of: login.name).contains(login.role.rawValue) { return [] }
        return [
            RolePlan.Step(
                "\(login.name) is no member of \(login.role.rawValue)",
                "GRANT \(login.role.rawValue) TO \(try PostgresIdentifier(login.name).sql)"
            )
        ]
    }
}
