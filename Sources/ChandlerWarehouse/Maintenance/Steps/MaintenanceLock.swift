import ChandlerPostgres

/// What keeps two maintenance runs of a database apart; a session that dies gives it back.
struct MaintenanceLock {
    let connection: PostgresConnection

    private static let key: Int64 = 0x4348_4E44_4C52_0020

    /// Takes the lock for the session.
    ///
    /// - Throws: ``WarehouseError`` with code `busy` where another session has it.
    func take() throws(WarehouseError) {
        let isMine = try doing("take the lock of maintenance") {
            try connection.query("SELECT pg_try_advisory_lock($1)", [.int64(Self.key)])
                .firstRow().bool(0)
        }
        guard isMine else {
            throw WarehouseError(
                .busy,
                "maintain the database: another run of maintenance is at it; nothing was done; "
                    + "try again when it has ended"
            )
        }
    }

    /// Gives the lock back.
    func giveBack() {
        _ = try? connection.query("SELECT pg_advisory_unlock($1)", [.int64(Self.key)])
    }
}
