import ChandlerPostgres

/// Logs in with what stands in a password file, as the program that reads it will.
struct LoginProof {
    let group: LoginGroup
    let login: String

    /// Connects with a URL and looks at who it is then.
    ///
    /// - Throws: ``WarehouseError`` with code `configuration` and the server's words, without the
    ///   password.
    func check(url: String, from source: String) throws(WarehouseError) {
        let row: PostgresRow
        do throws(PostgresError) {
            let configuration = try ConnectionConfiguration(databaseURL: url)
            let connection = try PostgresConnection(
                configuration,
                applicationName: "chandler db roles rotate"
            )
            row = try connection.query(
                "SELECT session_user::text, pg_has_role(session_user, $1, 'USAGE')",
                [.text(group.name)]
            ).firstRow()
            guard try row.text(0) == login, try row.bool(1) else {
                throw PostgresError(
                    code: .invalidConfiguration,
                    message: "the session belongs to \"\(try row.text(0))\", who "
                        + (try row.bool(1) ? "is not \(login)" : "has no part in \(group.name)")
                )
            }
        } catch {
            throw WarehouseError(
                error.isRetryable ? .database : .configuration,
                "log in as \(login) with \(source): \(error)\(hint(error))",
                cause: error
            )
        }
    }

    /// Makes sure that the server looks at passwords on this way, before anything is made there.
    ///
    /// - Parameter url: One with a password that is wrong.
    /// - Throws: ``WarehouseError`` with code `configuration` where another proof than a password
    ///   is asked for; other faults show themselves when the right password is tried.
    func requirePasswordWay(url: String) throws(WarehouseError) {
        do throws(PostgresError) {
            let configuration = try ConnectionConfiguration(databaseURL: url)
            _ = try PostgresConnection(
                configuration,
                applicationName: "chandler db roles rotate"
            )
        } catch {
            // A wrong password is 28P01: it was looked at.
            guard error.sqlState?.rawValue == "28000" else { return }
            throw WarehouseError(
                .configuration,
                "give \(login) a password: \(error)\(hint(error)); nothing was made",
                cause: error
            )
        }
    }

    private func hint(_ error: PostgresError) -> String {
        error.code == .authenticationFailed
            ? "; pg_hba.conf must let \(login) in by scram-sha-256 on this way; on a socket with "
                + "\"peer\", as that of the embedded server, no password lets anybody in"
            : ""
    }
}
