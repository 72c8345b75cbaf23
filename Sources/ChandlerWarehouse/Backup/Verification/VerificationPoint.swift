import ChandlerPostgres
import Glibc

/// A point in the WAL, and what the database held at exactly that point, while others go on writing.
///
/// A snapshot alone is not such a point: a transaction whose commit is in the WAL already may not be
/// visible yet. So for a moment every table is locked against writers, which also waits for those
/// that are at it. In this moment the snapshot is taken and the point is made; then writers go on,
/// and the snapshot is read at leisure.
struct VerificationPoint {
    /// The name under which the server remembers the point.
    let name: String
    /// Where it lies in the WAL.
    let position: String
    /// What the database held.
    let digests: [String: TableDigest]

    /// No gap between writers this time, or a table was made or dropped meanwhile.
    private struct NotNow: Error {
        /// The table that could not be locked.
        var table: String?
    }

    /// Makes a point and reads what the database held there.
    ///
    /// - Parameters:
    ///   - site: Whose server.
    ///   - patience: Seconds for which a gap between writers is looked for.
    /// - Returns: The point.
    /// - Throws: ``WarehouseError`` with code `busy` when writers left no gap.
    static func make(_ site: BackupSite, patience: Int = 600) throws -> VerificationPoint {
        let end = time(nil) + patience
        var first: [String] = []
        repeat {
            try site.checkCancelled()
            do {
                return try attempt(site, first)
            } catch let error as NotNow {
                // Writers that lock in another order than this one make a deadlock each time, unless
                // it begins with the table at which they stand first.
                first.removeAll { $0 == error.table }
                if let table = error.table { first.insert(table, at: 0) }
                site.progress("looking for a moment at which nobody writes")
                usleep(.random(in: 200_000...600_000))
            }
        } while time(nil) < end
        throw WarehouseError(
            .busy,
            "find a moment at which nobody writes: for \(patience) seconds there was always a "
                + "transaction that changed something; nothing was checked; try again later"
        )
    }

    private static func attempt(
        _ site: BackupSite,
        _ first: [String]
    ) throws -> VerificationPoint {
        let tables = try TableDigest.tables(site.connect())
        let order = first.filter(tables.contains) + tables.filter { !first.contains($0) }
        let reader = try site.connect()
        let barrier = try site.connect()
        return try reader.transaction(mode: "ISOLATION LEVEL REPEATABLE READ, READ ONLY") {
            // Before the snapshot, so that no table can be dropped while it is to be read.
            try lock(reader, tables, "ACCESS SHARE")
            let name = "chandler_verify_\(UInt64.random(in: .min ... .max))"
            let position = try barrier.transaction {
                try lock(barrier, order, "SHARE")
                // The reader's first query takes its snapshot.
                guard try TableDigest.tables(reader) == tables else { throw NotNow() }
                return try barrier.query(
                    "SELECT pg_create_restore_point($1)::text",
                    [.text(name)]
                ).firstRow().text(0)
            }
            site.progress("reading the database as it was at \(position)")
            let digests = try TableDigest.all(reader) { _ in try site.checkCancelled() }
            return VerificationPoint(name: name, position: position, digests: digests)
        }
    }

    /// Locks tables for the rest of a transaction, or gives up soon, so that writers hardly wait.
    ///
    /// A short `deadlock_timeout` makes this session the one that gives way to a writer, and makes an
    /// automatic vacuum give way to this session.
    private static func lock(
        _ connection: PostgresConnection,
        _ tables: [String],
        _ mode: String
    ) throws {
        try connection.execute(
            "SET LOCAL lock_timeout = '700ms'; SET LOCAL deadlock_timeout = '150ms'"
        )
        for table in tables {
            do throws(PostgresError) {
                try connection.execute("LOCK TABLE ONLY \(table) IN \(mode) MODE")
            } catch {
                switch error.code {
                case .lockNotAvailable, .deadlockDetected, .undefinedObject:
                    throw NotNow(table: table)
                default: throw error
                }
            }
        }
    }
}
