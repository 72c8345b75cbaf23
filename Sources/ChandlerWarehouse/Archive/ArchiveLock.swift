import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// What keeps two that archive or restore apart, and both from loads of the same month.
struct ArchiveLock {
    let connection: PostgresConnection

    private static let key: Int64 = 0x4348_4E44_4C52_0010

    /// Does work while no other session archives or restores in this database.
    ///
    /// - Throws: ``WarehouseError`` with code `busy` where another one does.
    func whileHeld<Result>(_ body: () throws -> Result) throws -> Result {
        let isMine = try doing("take the lock of the archive") {
            try connection.query("SELECT pg_try_advisory_lock($1)", [.int64(ArchiveLock.key)])
                .firstRow().bool(0)
        }
        guard isMine else {
            throw WarehouseError(
                .busy,
                "another run is archiving or restoring in this database; nothing was done; try "
                    + "again when it has ended"
            )
        }
        defer {
            _ = try? connection.query(
                "SELECT pg_advisory_unlock($1)",
                [.int64(ArchiveLock.key)]
            )
        }
        return try body()
    }

    /// Waits until no load is making a month; later ones wait until the transaction ends.
    func waitForMonth(_ month: Month, of table: PartitionedTable) throws(PostgresError) {
        try connection.callUpkeep("lock_month", table, month)
    }

    /// Keeps writers out of a table until the transaction ends; readers go on.
    ///
    /// - Throws: `PostgresError` with code `lockNotAvailable` after a minute.
    func keepWritersOut(of tables: String...) throws(PostgresError) {
        try connection.execute("SET LOCAL lock_timeout = '60s'")
        for table in tables {
            try connection.execute("LOCK TABLE ONLY \(table) IN SHARE ROW EXCLUSIVE MODE")
        }
    }
}

extension PostgresConnection {
    /// Calls one of the functions that make months in the name of the tables' owner.
    @discardableResult
    func callUpkeep(
        _ function: String,
        _ table: PartitionedTable,
        _ month: Month
    ) throws(PostgresError) -> PostgresRow {
        try query(
            "SELECT chandler_upkeep.\(function)($1, $2::date)",
            [.text(table.name), .text("\(month.dashed)-01")]
        ).firstRow()
    }
}
