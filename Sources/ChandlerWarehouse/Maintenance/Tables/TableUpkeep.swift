import ChandlerCore
import ChandlerPostgres

/// Vacuums and analyzes what changed.
struct TableUpkeep {
    let runner: StepRunner
    let reading: TableReading
    let now: Timestamp

    /// Looks at every table, the neediest first, and at last at partitioned tables as a whole.
    func run() async throws {
        let thresholds = runner.options.thresholds
        let needs = try states().compactMap { table in
            TableNeed(of: table, now: now, thresholds).map { (table, $0) }
        }
        for (table, need) in needs.sorted(by: { $0.1.urgency > $1.1.urgency }) {
            try await run(need.statement(on: table.name), need.action, table, need.reasons)
        }
        try await analyzeParents()
    }

    private func states() throws -> [TableState] {
        try doing("read the statistics of tables") { try reading.states() }
    }

    private func analyzeParents() async throws {
        let states = try states()
        for parent in states where parent.kind == .partitions {
            let partitions = try doing("read the partitions of \(parent.name)") {
                try names(below: parent.name)
            }
            let need = ParentNeed(
                of: parent,
                partitions: states.filter { $0.kind == .rows && partitions.contains($0.name) },
                runner.options.thresholds
            )
            guard let need else { continue }
            // Partitions were analyzed above; only since PostgreSQL 18 they can be left out.
            let only = runner.connection.serverVersion >= 180_000 ? "ONLY " : ""
            try await run("ANALYZE \(only)\(parent.name)", "analyze", parent, [need.reason])
        }
    }

    private func names(below parent: String) throws -> Set<String> {
        Set(
            try runner.connection.query(
                "SELECT relid::text FROM pg_partition_tree($1::regclass) WHERE isleaf",
                [.text(parent)]
            ).map { try $0.text(0) }
        )
    }

    private func run(
        _ statement: String,
        _ action: String,
        _ table: TableState,
        _ reasons: [String]
    ) async throws {
        let step = MaintenanceStep(
            .vacuum,
            action,
            table.name,
            reason: reasons.joined(separator: "; ")
        )
        let size = try PostgresLiteral(table.name).sql
        try await runner.perform(
            step,
            isAllowed: table.isMine,
            size: table.kind == .rows ? "pg_total_relation_size(\(size)::regclass)" : nil
        ) {
            try await runner.givingWay { try runner.connection.execute(statement) }
            return .done()
        }
    }
}
