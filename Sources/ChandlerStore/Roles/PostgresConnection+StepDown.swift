public import ChandlerPostgres

extension PostgresConnection {
    /// Takes the rights of `chandler_app` for all further work where the login has more.
    ///
    /// Nothing is done where `chandler db roles apply` was not run.
    public func stepDown() throws(PostgresError) {
        try SessionRole(self).stepDown()
    }
}
