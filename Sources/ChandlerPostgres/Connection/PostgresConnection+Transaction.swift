extension PostgresConnection {
    /// Runs `body` in a transaction: all of its effects are kept, or none.
    ///
    /// When `body` throws, the transaction is rolled back and the same error is thrown on, even if
    /// the rollback failed too (the server then rolls back when it notices the lost connection).
    /// When the connection is lost during COMMIT itself, nobody can know whether the transaction was
    /// kept; the error says so.
    ///
    /// - Parameters:
    ///   - mode: What follows BEGIN, such as `ISOLATION LEVEL REPEATABLE READ, READ ONLY`.
    ///   - body: The work. It must not end the transaction itself.
    /// - Returns: What `body` returned.
    /// - Throws: The error of `body`, or ``PostgresError``: `invalidArgument` inside another
    ///   transaction, `transactionAborted` when `body` hid the failure of a statement, and whatever
    ///   deferred constraints say at COMMIT.
    public func transaction<Result>(
        mode: String = "",
        _ body: () throws -> Result
    ) throws -> Result {
        guard !isInTransaction else {
            throw PostgresError(
                code: .invalidArgument,
                message: "begin a transaction: one is open already"
            )
        }
        _ = try handle.run("BEGIN \(mode)", doing: "begin a transaction")
        let result: Result
        do {
            result = try body()
        } catch {
            rollBack()
            throw error
        }
        try commit()
        return result
    }

    private func rollBack() {
        guard isOpen, isInTransaction else { return }
        _ = try? handle.run("ROLLBACK", doing: "roll back a transaction")
    }

    private func commit() throws(PostgresError) {
        let result: ResultHandle
        do throws(PostgresError) {
            result = try handle.run("COMMIT", doing: "commit a transaction")
        } catch  where error.isConnectionLost {
            throw PostgresError(
                code: error.code,
                message: "\(error.message); whether the transaction was kept is not known",
                sqlState: error.sqlState,
                server: error.server,
                hint: "connect again and look before repeating the work",
                cause: error
            )
        } catch {
            rollBack()
            throw error
        }
        guard result.commandTag == "COMMIT" else {
            throw PostgresError(
                code: .transactionAborted,
                message: "commit a transaction: the server answered \(result.commandTag), "
                    + "because an earlier statement in it had failed; nothing was kept"
            )
        }
    }
}
