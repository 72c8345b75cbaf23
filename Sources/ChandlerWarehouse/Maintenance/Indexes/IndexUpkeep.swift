import ChandlerPostgres

/// Removes what broken rebuilds left behind, and rebuilds indexes that waste much of their size.
struct IndexUpkeep {
    let runner: StepRunner
    let tables: TableReading
    let memory: MaintenanceMemory

    private var options: MaintenanceOptions { runner.options }

    /// Repairs, cleans and rebuilds.
    ///
    /// - Returns: What to remember of the indexes.
    func run() async throws -> [String: IndexMemory] {
        try await repair()
        try await cleanPendingLists()
        guard options.reindexing != .never else { return memory.indexes }
        var indexes = memory.indexes
        for (index, need) in try needs() {
            if try await rebuild(index, need) { try measure(index, into: &indexes) }
        }
        return try withFirstMeasures(indexes)
    }

    // MARK: - What broken statements left behind

    private func repair() async throws {
        let broken = try doing("look for invalid indexes") { try InvalidIndex.all(of: tables) }
        for index in broken { try await repair(index) }
    }

    private func repair(_ index: InvalidIndex) async throws {
        let step = MaintenanceStep(
            .reindex,
            index.isLeftover ? "drop" : "rebuild",
            index.name,
            reason: index.isLeftover
                ? "a broken rebuild of an index of \(index.table) left it behind"
                : "it is invalid: the statement that should build it failed"
        )
        let size = try Self.size(index.name)
        try await runner.perform(
            step,
            isAllowed: index.isMine,
            size: index.isLeftover ? nil : size
        ) {
            if index.isLeftover {
                try drop(index)
            } else {
                try await rebuildConcurrently(index.name, of: index.table)
            }
            return .done()
        }
    }

    private func drop(_ index: InvalidIndex) throws {
        try runner.connection.execute("DROP INDEX CONCURRENTLY IF EXISTS \(index.name)")
    }

    // MARK: - GIN

    /// Moves new entries of GIN indexes, which searches have to read one by one, into the index.
    private func cleanPendingLists() async throws {
        // Only cleaning tells how much there is, so it can neither be announced nor left.
        if options.isDryRun || runner.isOver { return }
        let states = try doing("read the sizes of indexes") {
            try IndexReading(connection: runner.connection, tables: tables).states(atLeast: 1)
        }
        for index in states where index.method == "gin" && index.isMine {
            let step = MaintenanceStep(
                .reindex,
                "clean pending list",
                index.name,
                reason: "new entries are searched one by one until they are merged"
            )
            try await runner.perform(step) {
                let pages = try runner.connection.query(
                    "SELECT gin_clean_pending_list($1::regclass)",
                    [.text(index.name)]
                ).firstRow().int64(0)
                return pages == 0 ? .needless : .done("\(pages) pages merged")
            }
        }
    }

    // MARK: - Bloat

    /// Empty indexes have up to two pages.
    private static let leastBytes: Int64 = 2 * 8_192 + 1

    /// What is to be rebuilt, the most wasteful first.
    private func needs() throws -> [(IndexState, IndexNeed)] {
        try doing("look for bloated indexes") {
            let always = options.reindexing == .always
            let states = try IndexReading(connection: runner.connection, tables: tables)
                .states(atLeast: always ? Self.leastBytes : options.thresholds.bloatBytes)
            let exact = try ExactBloat(runner.connection)
            return try states.compactMap { index in
                if always { return (index, IndexNeed(always: index)) }
                return try need(of: index, exact).map { (index, $0) }
            }.sorted { $0.1.waste > $1.1.waste }
        }
    }

    /// An exact measure reads the whole index: it is taken where the estimate suspects something.
    private func need(of index: IndexState, _ exact: ExactBloat?) throws -> IndexNeed? {
        let suspicion = IndexNeed(
            of: index,
            before: memory.indexes[index.name],
            options.thresholds
        )
        guard suspicion != nil, index.isMine, let ideal = try exact?.idealBytes(of: index)
        else { return suspicion }
        return IndexNeed(index, ideal: ideal, "measured as needed", options.thresholds)
    }

    private func rebuild(_ index: IndexState, _ need: IndexNeed) async throws -> Bool {
        let step = MaintenanceStep(.reindex, "rebuild", index.name, reason: need.reason)
        let size = try Self.size(index.name)
        return try await runner.perform(step, isAllowed: index.isMine, size: size) {
            try await rebuildConcurrently(index.name, of: index.table)
            return .done()
        }
    }

    /// Rebuilds without keeping anybody from reading or writing; leaves nothing behind on failure.
    private func rebuildConcurrently(_ index: String, of table: String) async throws {
        let before = Set(try InvalidIndex.all(of: tables, table: table))
        do {
            try runner.setLockTimeout(options.rebuildPatience)
            defer { try? runner.setLockTimeout(options.lockTimeout) }
            try await runner.givingWay {
                try runner.connection.execute("REINDEX INDEX CONCURRENTLY \(index)")
            }
        } catch {
            let left = (try? InvalidIndex.all(of: tables, table: table)) ?? []
            for new in left where new.isLeftover && !before.contains(new) { try? drop(new) }
            throw error
        }
    }

    // MARK: - Memory

    private func measure(
        _ index: IndexState,
        into indexes: inout [String: IndexMemory]
    ) throws {
        let bytes = try runner.connection.query("SELECT \(try Self.size(index.name))").firstRow()
            .int64(0)
        indexes[index.name] = IndexMemory(bytes: bytes, rows: index.rows, isRebuilt: true)
    }

    /// Other methods than b-trees are compared with what they measured first.
    private func withFirstMeasures(
        _ indexes: [String: IndexMemory]
    ) throws -> [String: IndexMemory] {
        let states = try doing("read the sizes of indexes") {
            try IndexReading(connection: runner.connection, tables: tables).states(atLeast: 1)
        }
        let present = Set(states.map(\.name))
        var indexes = indexes.filter { present.contains($0.key) }
        for index in states where index.estimate == nil && indexes[index.name] == nil {
            guard index.rows >= options.thresholds.insertedRows else { continue }
            indexes[index.name] = IndexMemory(
                bytes: index.bytes,
                rows: index.rows,
                isRebuilt: false
            )
        }
        return indexes
    }

    private static func size(_ index: String) throws -> String {
        "pg_relation_size(\(try PostgresLiteral(index).sql)::regclass)"
    }
}
