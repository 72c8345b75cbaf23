import ChandlerPostgres

/// Brings a database's schema to a version, step by step.
///
/// Each step and its row in `schema_migrations` are one transaction. A lock keeps two programs
/// from migrating at once; the second waits and then finds nothing to do.
struct Migrator {
    let connection: PostgresConnection
    let migrations: [Migration]

    init(connection: PostgresConnection, migrations: [Migration] = Migration.all) {
        self.connection = connection
        self.migrations = migrations
    }

    private var newest: Int { migrations.last?.version ?? 0 }

    /// Compares the database with the program without changing either.
    func status() throws(StoreError) -> SchemaStatus {
        let applied = try appliedMigrations()
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.version, $0) })
        for step in applied {
            guard let migration = known[step.version] else {
                throw StoreError(
                    .databaseNewer,
                    "the database is at schema version \(applied.map(\.version).max() ?? 0), this "
                        + "program knows versions up to \(newest); nothing was changed; use the "
                        + "newer program"
                )
            }
            if migration.checksum != step.checksum {
                throw StoreError(
                    .migrationChanged,
                    "migration \(step.version) (\(step.name)) was applied with other statements "
                        + "than this program has (checksum \(step.checksum.prefix(12)), here "
                        + "\(migration.checksum.prefix(12))); nothing was changed; use the "
                        + "program that made this database"
                )
            }
        }
        return SchemaStatus(
            applied: applied,
            pending: migrations.filter { step in !applied.contains { $0.version == step.version } }
        )
    }

    /// Applies the pending steps up to a version, the newest by default.
    ///
    /// - Returns: The steps applied now.
    func migrate(to target: Int? = nil) throws(StoreError) -> [Migration] {
        if let target, !migrations.contains(where: { $0.version == target }) {
            throw unknown(target)
        }
        return try withLock { () throws(StoreError) in
            let pending = try status().pending.filter { $0.version <= target ?? newest }
            for migration in pending { try apply(migration) }
            return pending
        }
    }

    /// Undoes the newest steps until a version is reached.
    ///
    /// - Parameter target: The version to end at; 0 leaves an empty schema.
    /// - Returns: The steps undone, newest first.
    /// - Throws: ``StoreError``; the step that failed left nothing behind.
    func rollback(to target: Int) throws(StoreError) -> [Migration] {
        guard target == 0 || migrations.contains(where: { $0.version == target }) else {
            throw unknown(target)
        }
        return try withLock { () throws(StoreError) in
            let applied = Set(try status().applied.map(\.version))
            let steps = migrations.reversed().filter {
                $0.version > target && applied.contains($0.version)
            }
            for migration in steps { try undo(migration) }
            return Array(steps)
        }
    }

    private func apply(_ migration: Migration) throws(StoreError) {
        try step("apply migration \(migration.version) (\(migration.name))") {
            () throws(PostgresError) in
            try connection.execute(migration.up)
            try connection.query(
                "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
                [
                    .int64(Int64(migration.version)), .text(migration.name),
                    .text(migration.checksum),
                ]
            )
        }
    }

    private func undo(_ migration: Migration) throws(StoreError) {
        try step("roll back migration \(migration.version) (\(migration.name))") {
            () throws(PostgresError) in
            try connection.execute(migration.down)
            try connection.query(
                "DELETE FROM schema_migrations WHERE version = $1",
                [.int64(Int64(migration.version))]
            )
        }
    }

    private func step(
        _ action: String,
        _ body: () throws(PostgresError) -> Void
    ) throws(StoreError) {
        do {
            try connection.transaction { try body() }
        } catch {
            throw StoreError(
                .migrationFailed,
                "\(action): \(error); the step was rolled back whole, earlier steps stay",
                cause: error as? PostgresError
            )
        }
    }

    private func unknown(_ version: Int) -> StoreError {
        StoreError(
            .unknownVersion,
            "there is no schema version \(version); this program knows "
                + "1 to \(newest)"
        )
    }
}

extension Migrator {
    /// The key of the advisory lock that migrations of one database share.
    private static let lockKey: Int64 = 0x4348_4E44_4C52_0001

    private func withLock<Result>(
        _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        do throws(PostgresError) {
            try connection.query("SELECT pg_advisory_lock($1)", [.int64(Migrator.lockKey)])
        } catch {
            throw StoreError(doing: "wait for the schema lock", error)
        }
        defer {
            _ = try? connection.query("SELECT pg_advisory_unlock($1)", [.int64(Migrator.lockKey)])
        }
        do throws(PostgresError) {
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    version    integer PRIMARY KEY,
                    name       text        NOT NULL,
                    checksum   text        NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
                )
                """
            )
        } catch {
            throw StoreError(doing: "make the table schema_migrations", error)
        }
        return try body()
    }

    private func appliedMigrations() throws(StoreError) -> [AppliedMigration] {
        do throws(PostgresError) {
            let exists = try connection.query(
                "SELECT to_regclass('schema_migrations') IS NOT NULL"
            )
            guard try exists.firstRow().bool(0) else { return [] }
            return try connection.query(
                "SELECT version, name, checksum, applied_at::text FROM schema_migrations "
                    + "ORDER BY version"
            ).map { row throws(PostgresError) in
                AppliedMigration(
                    version: Int(try row.int64(0)),
                    name: try row.text(1),
                    checksum: try row.text(2),
                    appliedAt: try row.text(3)
                )
            }
        } catch {
            throw StoreError(doing: "read schema_migrations", error)
        }
    }
}

/// A step found in the database.
public struct AppliedMigration: Sendable, Hashable {
    /// The position in the order.
    public let version: Int
    /// The name it was applied under.
    public let name: String
    /// The checksum of the statements that were applied.
    public let checksum: String
    /// When it was applied, as the server prints it.
    public let appliedAt: String
}

/// How a database's schema compares with the program's.
public struct SchemaStatus: Sendable {
    /// The steps found in the database, in order.
    public let applied: [AppliedMigration]
    /// The steps the program has beyond them, in order.
    public let pending: [Migration]
}
