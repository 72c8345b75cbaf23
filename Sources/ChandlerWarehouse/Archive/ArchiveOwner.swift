public import ChandlerPostgres

extension PostgresConnection {
    /// Takes the rights of the tables' owner for all further work, which moves rows out and in.
    ///
    /// Nothing is done where the session has them already. A superuser gives up what it has more.
    ///
    /// - Parameter action: What is about to be done, for the refusal.
    /// - Throws: ``WarehouseError`` with code `permissionDenied` where the login cannot be the owner,
    ///   `configuration` where there are no tables; nothing was changed.
    public func becomeOwner(to action: String) throws(WarehouseError) {
        try doing("\(action): read who owns the tables") {
            let right = serverVersion >= 160_000 ? "SET" : "MEMBER"
            let row = try query(
                """
                SELECT pg_get_userbyid(relowner), current_user, session_user,
                    pg_has_role(session_user, relowner, '\(right)')
                FROM pg_class WHERE oid = to_regclass('market_data')
                """
            ).first
            guard let row else {
                throw WarehouseError(
                    .configuration,
                    "\(action): there are no tables; nothing was changed; \"chandler db migrate\" "
                        + "makes them"
                )
            }
            let owner = try row.text(0)
            if try row.text(1) == owner { return }
            guard try row.bool(3) else {
                throw WarehouseError(
                    .permissionDenied,
                    "\(action): the tables belong to role \"\(owner)\", and the login "
                        + "\"\(try row.text(2))\" is no member of it; nothing was changed; let a "
                        + "login that is run it"
                )
            }
            try execute("SET ROLE \(try PostgresIdentifier(owner).sql)")
        }
    }
}
