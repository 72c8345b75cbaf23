public import ChandlerCore
public import ChandlerPostgres
public import ChandlerStore

/// The daily upkeep of a database: months ahead, positions, views, VACUUM and ANALYZE of what
/// changed, and rebuilds of bloated indexes.
///
/// No row that anybody stored is changed, but for the prices of `open_positions`. Nothing waits long
/// for a lock or keeps a load waiting: what is locked is skipped, and a statement that another
/// session waits for is cancelled. Running it again does only what has become necessary since.
public struct Maintenance {
    private let lane: StoreLane
    private let connection: PostgresConnection
    private let options: MaintenanceOptions
    private let now: Timestamp

    /// Creates the upkeep of a database.
    ///
    /// - Parameters:
    ///   - lane: For months and positions; an application role's rights are enough for it.
    ///   - connection: For everything else, as the tables' owner where the login may be that. It
    ///     belongs to maintenance from here on.
    ///   - options: What to do.
    ///   - now: The present moment: which months are coming, and which have ended.
    public init(
        lane: StoreLane,
        connection: PostgresConnection,
        options: MaintenanceOptions,
        now: Timestamp
    ) {
        self.lane = lane
        self.connection = connection
        self.options = options
        self.now = now
    }

    /// Does what is necessary, and enters it into `system_logs`.
    ///
    /// A step that fails does not keep the others from being done.
    ///
    /// - Parameters:
    ///   - begin: Called when nobody else is at it, before anything but runs whose program is gone
    ///     was touched; not in a dry run.
    ///   - note: Hears of each step when it is over.
    /// - Returns: What was done and found.
    /// - Throws: ``WarehouseError`` with code `busy` when another run is at it, else when the database
    ///   cannot be reached; what was done stays.
    public func run(
        begin: () async throws -> Void = {},
        note: @escaping (MaintenanceStep) -> Void = { _ in }
    ) async throws -> MaintenanceReport {
        let lock = MaintenanceLock(connection: connection)
        // Looking may go on beside another run.
        if !options.isDryRun { try lock.take() }
        defer { if !options.isDryRun { lock.giveBack() } }
        let runner = try doing("prepare the session of maintenance") {
            try StepRunner(connection, options, note: note)
        }
        if options.subjects.contains(.ledger) { try await LostRuns(runner: runner).close() }
        if !options.isDryRun { try await begin() }
        let log = MaintenanceLog(connection: connection)
        var memory = log.memory()
        try await run(runner, &memory)
        let report = MaintenanceReport(
            steps: runner.steps,
            findings: runner.findings,
            seconds: runner.seconds,
            fault: runner.fault
        )
        if !options.isDryRun {
            try doing("enter maintenance into system_logs") { try log.write(report, memory) }
        }
        return report
    }

    /// Views go before tables, since a refresh changes them; rebuilds come last, when the statistics
    /// that bloat is estimated from are fresh.
    private func run(_ runner: StepRunner, _ memory: inout MaintenanceMemory) async throws {
        let subjects = options.subjects
        if subjects.contains(.partitions) {
            try await MonthUpkeep(runner: runner, lane: lane, now: now).run()
        }
        if subjects.contains(.positions) {
            try await PositionUpkeep(runner: runner, lane: lane).run()
        }
        if subjects.contains(.views) {
            memory.views = try await ViewUpkeep(runner: runner, memory: memory, now: now).run()
        }
        guard subjects.contains(.vacuum) || subjects.contains(.reindex) else { return }
        let tables = TableReading(connection: connection, names: try await names())
        if subjects.contains(.vacuum) {
            try await TableUpkeep(runner: runner, reading: tables, now: now).run()
        }
        if subjects.contains(.reindex) {
            let upkeep = IndexUpkeep(runner: runner, tables: tables, memory: memory)
            memory.indexes = try await upkeep.run()
        }
    }

    /// Chandler's own tables and materialized views; those of others are left alone.
    private func names() async throws -> [String] {
        let comparison = try await lane.compareSchema()
        return comparison.relations.filter { relation in
            let isOurs = relation.verdict == .asExpected || relation.verdict == .different
            let kinds: [SchemaRelation.Kind] = [
                .table, .unloggedTable, .partitionedTable, .materializedView,
            ]
            return isOurs && kinds.contains(relation.kind)
        }.map(\.name)
    }
}
