import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// As whom the lane works now.
    ///
    /// - Throws: ``StoreError`` where the server does not answer.
    public func standing() throws(StoreError) -> SessionStanding {
        try doing("read the session's role") { try SessionRole(connection).standing() }
    }

    /// Runs schema work as the owner of the schema.
    ///
    /// - Throws: ``StoreError`` with code `permissionDenied` when the login cannot be the owner;
    ///   nothing was changed.
    func asOwner<Result>(
        _ action: String,
        _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        let session = SessionRole(connection)
        let standing = try standing()
        guard let owner = standing.owner, owner != standing.role else { return try body() }
        let mayBecome = try doing("read the login's roles") { try session.canBecome(owner) }
        guard mayBecome else {
            throw StoreError(
                .permissionDenied,
                "\(action): the tables belong to role \(quoted(owner)), and the login "
                    + "\(quoted(standing.login)) is no member of it; nothing was changed; let a "
                    + "login that is run \"chandler db migrate\""
            )
        }
        // A superuser who made tables that nobody was given yet goes on as before.
        guard standing.areRolesApplied else { return try body() }
        return try session.asRole(owner, body)
    }
}
