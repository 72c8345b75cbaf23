public import ChandlerPostgres

/// One connection to the database, with everything the store does over it.
///
/// Calls run one after the other on a thread of the lane's own. A load waits for its turn inside
/// its transaction: while one is under way, the lane must not be given other work.
public actor StoreLane {
    private let executor: LaneExecutor
    let connection: PostgresConnection
    /// What the lane was connected with.
    public nonisolated let configuration: ConnectionConfiguration
    private var staging = StagingTable()
    /// How indicators are sent; not known before it matters.
    private var form: IndicatorWriter.Form?

    /// Where the lane's work runs.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Whether the lane has asked for the rights of loading since the schema was there.
    private var isSettled = false

    /// Connects, and steps down.
    ///
    /// A login with the rights of a superuser or of the tables' owner works as role `chandler_app`
    /// from here on, where `chandler db roles apply` was run; only migrations are the owner's work.
    ///
    /// - Parameters:
    ///   - configuration: Which server, database and role.
    ///   - applicationName: What other sessions see of this one.
    /// - Throws: ``StoreError`` with code `databaseUnavailable`.
    public init(
        _ configuration: ConnectionConfiguration,
        applicationName: String
    ) throws(StoreError) {
        self.configuration = configuration
        executor = LaneExecutor(label: "chandler.lane")
        do throws(PostgresError) {
            connection = try PostgresConnection(configuration, applicationName: applicationName)
            // Two connections build indexes side by side already: helpers would be in the way.
            try connection.execute("SET max_parallel_maintenance_workers = 0")
            // A month of staged rows then passes through memory only.
            try connection.execute("SET temp_buffers = 8192")
            // A session whose program was killed gives its locks back within a second.
            try connection.execute("SET client_connection_check_interval = 1000")
            try SessionRole(connection).stepDown()
        } catch {
            throw StoreError(.init(error.code), error.description, cause: error)
        }
    }

    /// Gives up the rights that loading does not need, now that the roles may be there.
    ///
    /// - Throws: ``StoreError`` where the server does not answer.
    public func stepDown() throws(StoreError) {
        try stepDown(for: "take the role \(DatabaseRole.app.rawValue)")
    }

    private func stepDown(for action: String) throws(StoreError) {
        try doing(action) { try SessionRole(connection).stepDown() }
        isSettled = true
    }

    // MARK: - Schema

    /// Compares the database's schema with the program's.
    public func schemaStatus() throws(StoreError) -> SchemaStatus {
        try Migrator(connection: connection).status()
    }

    /// Applies pending migrations, up to a version if one is given.
    ///
    /// - Parameter target: The version to end at; the newest by default.
    /// - Returns: The steps applied now.
    /// - Throws: ``StoreError`` with code `databaseNewer`, `migrationChanged`, `migrationFailed` or
    ///   `unknownVersion`; the step that failed left nothing behind. `permissionDenied` when steps
    ///   are pending and the login cannot be the tables' owner; nothing was changed.
    public func migrate(to target: Int? = nil) throws(StoreError) -> [Migration] {
        let pending = try schemaStatus().pending.filter { $0.version <= target ?? $0.version }
        let isKnown = target.map { Migration.all.map(\.version).contains($0) } ?? true
        if pending.isEmpty && isKnown { return [] }
        return try asOwner("apply \(pending.count) pending migrations") { () throws(StoreError) in
            try Migrator(connection: connection).migrate(to: target)
        }
    }

    /// Undoes migrations down to a version.
    ///
    /// - Parameter target: The version to end at; 0 leaves an empty schema.
    /// - Returns: The steps undone, newest first.
    /// - Throws: ``StoreError`` as ``migrate(to:)`` does.
    public func rollback(to target: Int) throws(StoreError) -> [Migration] {
        try asOwner("roll back to schema version \(target)") { () throws(StoreError) in
            try Migrator(connection: connection).rollback(to: target)
        }
    }

    // MARK: - Loading

    /// Loads one batch in a transaction of its own.
    ///
    /// - Parameters:
    ///   - job: The rows and all that moves with them.
    ///   - runID: The run that does it.
    ///   - order: Whom to wait for before committing; nobody by default.
    ///   - turn: The job's place in `order`.
    /// - Returns: What was written.
    /// - Throws: ``StoreError``; nothing of the batch was kept. `CancellationError` when an
    ///   earlier turn failed.
    @discardableResult
    public func load(
        _ job: LoadJob,
        runID: Int64,
        _ order: CommitOrder? = nil,
        turn: Int = 0
    ) async throws -> LoadResult {
        // A lane that was connected to an empty database could not know yet.
        if !isSettled { try stepDown(for: "load \(job.series) \(job.range)") }
        do {
            return try await attempt(job, runID: runID, order, turn: turn)
        } catch let error as StoreError where error.cause?.isDuplicateTable == true {
            // Another session made the month between our look and our CREATE: fill it instead.
            return try await attempt(job, runID: runID, order, turn: turn)
        }
    }

    private func attempt(
        _ job: LoadJob,
        runID: Int64,
        _ order: CommitOrder?,
        turn: Int
    ) async throws -> LoadResult {
        let form: IndicatorWriter.Form = try doing("load \(job.series) \(job.range)") {
            try self.form(for: job)
        }
        let transaction = LoadTransaction(
            connection: connection,
            job: job,
            runID: runID,
            staging: staging,
            as: form
        )
        do {
            // A later batch of a month that made the month first would wait for the earlier one's
            // turn, while that one waits for the month.
            if job.continuesMonth { try await order?.wait(for: turn) }
            try transaction.writeRows()
            staging = transaction.staging
            try await order?.wait(for: turn)
            let result = try transaction.commit()
            await order?.advance()
            return result
        } catch {
            transaction.rollBack()
            staging = StagingTable()
            throw error
        }
    }

    /// How a job's indicators are sent: for a few rows preparing anything but text does not pay.
    func form(for job: LoadJob) throws -> IndicatorWriter.Form {
        if job.candles.count < StoreLane.fewestImages || job.indicators == nil { return .text }
        if let form { return form }
        let found: IndicatorWriter.Form = try ImageType.isUsable(on: connection) ? .image : .text
        form = found
        return found
    }

    /// Sends text from now on, as every role may.
    func sendText() { form = .text }

    private static let fewestImages = 2_000
}

extension PostgresError {
    /// Whether a table could not be made because another session was faster.
    ///
    /// A session that waited for the other's commit hears of the catalogue's own unique index.
    fileprivate var isDuplicateTable: Bool {
        code == .duplicateObject
            || code == .uniqueViolation && server?.qualifiedTable?.hasPrefix("pg_catalog.") == true
    }
}

/// What a load wrote.
public struct LoadResult: Sendable, Hashable {
    /// Stored rows whose indicators were rewritten though their candle stayed.
    public var refreshed = 0

    /// Creates a result.
    public init(refreshed: Int = 0) {
        self.refreshed = refreshed
    }
}
