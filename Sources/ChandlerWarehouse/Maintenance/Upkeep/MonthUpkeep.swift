import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Makes coming months ahead, and tells of what partitioned tables should not have.
struct MonthUpkeep {
    let runner: StepRunner
    let lane: StoreLane
    let now: Timestamp

    /// Looks at every partitioned table.
    func run() async throws {
        for table in PartitionedTable.all {
            for ahead in 0...runner.options.monthsAhead {
                let month = now.month.advanced(by: ahead)
                if try !exists(month, of: table) { try await make(month, of: table) }
            }
            try inspect(table)
        }
    }

    private func make(_ month: Month, of table: PartitionedTable) async throws {
        let step = MaintenanceStep(
            .partitions,
            "make month",
            table.partition(month),
            reason: "\(table) has no place for rows of \(month.dashed)"
        )
        try await runner.perform(step) {
            try await lane.ensureMonths(of: table, [month]).isEmpty ? .needless : .done()
        }
    }

    private func exists(_ month: Month, of table: PartitionedTable) throws -> Bool {
        try doing("look for the months of \(table)") {
            try runner.connection.query(
                """
                SELECT EXISTS (SELECT FROM pg_inherits
                    WHERE inhrelid = to_regclass($1) AND inhparent = to_regclass($2))
                """,
                [.text(table.partition(month)), .text(table.name)]
            ).firstRow().bool(0)
        }
    }

    /// Months that hang loose, partitions that take everything, and detaching that never ended.
    private func inspect(_ table: PartitionedTable) throws {
        let rows = try doing("look at the partitions of \(table)") {
            try runner.connection.query(
                """
                SELECT c.oid::regclass::text, h.inhrelid IS NULL,
                    coalesce(to_jsonb(h) ->> 'inhdetachpending', 'false') = 'true',
                    coalesce(pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', false),
                    pg_relation_size(c.oid)
                FROM pg_class AS p
                    JOIN pg_class AS c ON c.relnamespace = p.relnamespace AND c.relkind = 'r'
                    LEFT JOIN pg_inherits AS h ON h.inhrelid = c.oid AND h.inhparent = p.oid
                WHERE p.oid = to_regclass($1) AND (h.inhrelid IS NOT NULL OR NOT c.relispartition)
                ORDER BY 1
                """,
                [.text(table.name)]
            )
        }
        for row in rows {
            let name = try row.text(0)
            if try row.bool(1) {
                guard table.month(of: name) != nil else { continue }
                runner.find(
                    "\(name) is called like a month of \(table) and is no part of it: its rows "
                        + "are out of sight; attach it or rename it"
                )
            } else if try row.bool(2) {
                runner.find(
                    "detaching \(name) from \(table) never ended; ALTER TABLE \(table) DETACH "
                        + "PARTITION \(name) FINALIZE ends it"
                )
            } else if try row.bool(3) {
                runner.find(
                    "\(name) is a default partition of \(table) of \(try row.int64(4)) bytes: "
                        + "rows in it keep their month from being made"
                )
            }
        }
    }
}
