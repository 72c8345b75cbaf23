import ChandlerCore
import ChandlerPostgres
import ChandlerStore

/// Whether rows of now and soon have a month to go to, and whether a month got lost.
struct PartitionsExamination: Examination {
    let subject = Subject("partitions", "months of partitioned tables")

    private static let ahead = Subject("partitions.ahead", "months ahead")
    private static let holes = Subject("partitions.holes", "holes between months")
    private static let loose = Subject("partitions.loose", "loose months")
    private static let catchAll = Subject("partitions.default", "default partitions")

    func examine(_ patient: Patient) throws -> Examined {
        var tables: [MonthTables] = []
        for table in PartitionedTable.all {
            if let months = try MonthTables(table, of: patient) { tables.append(months) }
        }
        guard !tables.isEmpty else { return Examined() }
        return Examined([
            Self.ahead(tables, now: patient.now.month), try Self.holes(tables, patient),
            Self.loose(tables), Self.catchAll(tables),
        ])
    }

    private static func ahead(_ tables: [MonthTables], now: Month) -> Finding {
        let current = tables.filter { !$0.months.contains(now) }
        let next = tables.filter { !$0.months.contains(now.next) }
        let missing =
            current.map { $0.table.partition(now) } + next.map { $0.table.partition(now.next) }
        let words =
            missing.isEmpty
            ? "this month and the next are there"
            : "\(Figure.list(missing)) \(missing.count == 1 ? "is" : "are") missing: rows of "
                + "\(current.isEmpty ? "next month will be" : "now are") refused, but from loads"
        return ahead.finding(
            !current.isEmpty ? .broken : !next.isEmpty ? .warning : .healthy,
            words,
            ["missing": .texts(missing)],
            remedy: "make months ahead, daily",
            command: "chandler db partitions --ahead 3"
        )
    }

    /// Loads make the candles' months when they need them, so only a month that the ledger knows
    /// candles of is lost; months of other tables are filled by programs that cannot make them.
    private static func holes(_ tables: [MonthTables], _ patient: Patient) throws -> Finding {
        var harmful: [(name: String, create: String)] = []
        var others: [String] = []
        for table in tables {
            let archived = try archivedMonths(of: table.table, patient)
            for month in table.holes where !archived.contains(month.dashed) {
                let name = table.table.partition(month)
                if table.table != .marketData {
                    harmful.append((name, table.create(month)))
                } else if try isStored(month, patient) {
                    harmful.append((name, table.create(month)))
                } else {
                    others.append(name)
                }
            }
        }
        let names = harmful.map(\.name) + others
        let severity: Finding.Severity =
            !harmful.isEmpty ? .warning : !others.isEmpty ? .notice : .healthy
        return holes.finding(
            severity,
            names.isEmpty
                ? "none" : "\(Figure.list(names)) \(names.count == 1 ? "is" : "are") missing",
            ["missing": .texts(names), "with_rows_expected": .int(Int64(harmful.count))],
            remedy: harmful.isEmpty
                ? "nothing, while nothing was stored there"
                : "make the month; then fetch what was in it (chandler ingest --refetch)",
            command: harmful.first.map { "chandler db psql -- -c \"\($0.create)\"" }
        )
    }

    /// Whether a series was stored before and after some of a month's time.
    private static func isStored(_ month: Month, _ patient: Patient) throws -> Bool {
        guard try patient.has("ingest_watermarks") else { return false }
        return try patient.rows(
            """
            SELECT EXISTS (SELECT FROM ingest_watermarks
                WHERE first_open_time < $2 AND watermark >= $1)
            """,
            [
                .timestampMicroseconds(month.start.microseconds),
                .timestampMicroseconds(month.end.microseconds),
            ]
        ).firstRow().bool(0)
    }

    private static func archivedMonths(
        of table: PartitionedTable,
        _ patient: Patient
    ) throws -> Set<String> {
        guard try patient.has("archives") else { return [] }
        let rows = try patient.rows(
            """
            SELECT to_char(month, 'YYYY-MM') FROM archives
            WHERE table_name = $1 AND (restored_at IS NULL OR dropped_at > restored_at)
            """,
            [.text(table.name)]
        )
        return Set(try rows.map { try $0.text(0) })
    }

    private static func loose(_ tables: [MonthTables]) -> Finding {
        let names = tables.flatMap(\.loose)
        let first = tables.first { !$0.loose.isEmpty }
        let attach = first.flatMap { tables in
            tables.loose.first.flatMap { name in
                tables.table.month(of: name).map { month in
                    "chandler db psql -- -c \"ALTER TABLE \(tables.table) ATTACH PARTITION \(name) "
                        + "FOR VALUES FROM ('\(month.start)') TO ('\(month.end)')\""
                }
            }
        }
        return loose.finding(
            names.isEmpty ? .healthy : .warning,
            names.isEmpty
                ? "none"
                : "\(Figure.list(names)) \(names.count == 1 ? "is" : "are") attached to no table: "
                    + "the rows are out of sight",
            ["tables": .texts(names)],
            remedy: "attach it, or drop it when its rows are elsewhere",
            command: attach
        )
    }

    private static func catchAll(_ tables: [MonthTables]) -> Finding {
        let names = tables.compactMap(\.defaultPartition)
        return catchAll.finding(
            names.isEmpty ? .healthy : .warning,
            names.isEmpty
                ? "none"
                : "\(Figure.list(names)): each new month must read it whole, and fails over its rows",
            ["tables": .texts(names)],
            remedy: "move its rows into their months, then drop it"
        )
    }
}
