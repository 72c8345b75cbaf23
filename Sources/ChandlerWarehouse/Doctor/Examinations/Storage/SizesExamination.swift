import ChandlerCore
import ChandlerPostgres

/// How large the database is, and how fast it grows.
struct SizesExamination: Examination {
    let subject = Subject("sizes", "sizes and growth")

    func examine(_ patient: Patient) throws -> Examined {
        let sizes = try RelationSizes(of: patient)
        let database = try patient.rows("SELECT pg_database_size(current_database())").firstRow()
            .int64(0)
        let growth = sizes.growth(before: patient.now.month)
        let loaded = try loadedRows(patient)
        let largest = sizes.tables.prefix(3).map {
            "\($0.name) \(Figure.bytes($0.tableBytes + $0.indexBytes))"
        }
        let pace = growth.map { ", \(Figure.bytes($0)) more each month" } ?? ""
        return Examined(
            subject.healthy(
                "\(Figure.bytes(database))\(pace); the largest: \(Figure.list(largest))",
                [
                    "database_bytes": .int(database), "growth_bytes_per_month": .int(growth ?? -1),
                    "rows_loaded_in_30_days": .int(loaded ?? -1),
                    "largest": .texts(largest),
                ]
            ),
            metrics(sizes, database: database, growth: growth)
        )
    }

    /// Rows that the runs of the last 30 days say they stored; `nil` where the role sees no runs.
    private func loadedRows(_ patient: Patient) throws -> Int64? {
        guard try patient.has("ingest_runs"),
            try patient.rows("SELECT has_table_privilege('ingest_runs', 'SELECT')").firstRow()
                .bool(0)
        else { return nil }
        return try patient.rows(
            """
            SELECT coalesce(sum((series->>'inserted')::numeric), 0)::bigint FROM (
                SELECT started_at, report FROM ingest_runs ORDER BY run_id DESC LIMIT 2000) AS run,
                jsonb_path_query(report, '$.series[*] ? (@.inserted.type() == "number")') AS series
            WHERE started_at > clock_timestamp() - interval '30 days'
            """
        ).firstRow().int64(0)
    }

    private func metrics(_ sizes: RelationSizes, database: Int64, growth: Int64?) -> [Metric] {
        [
            Metric("chandler_database_size_bytes", "Size of the database.", Double(database)),
            Metric(
                "chandler_table_size_bytes",
                "Size of a table with its months, without indexes.",
                sizes.tables.map { .init(["table": $0.name], Double($0.tableBytes)) }
            ),
            Metric(
                "chandler_table_index_size_bytes",
                "Size of the indexes of a table with its months.",
                sizes.tables.map { .init(["table": $0.name], Double($0.indexBytes)) }
            ),
            Metric(
                "chandler_month_size_bytes",
                "Size of all partitions of a month with their indexes.",
                sizes.months.sorted { $0.key < $1.key }.map {
                    .init(["month": $0.key.dashed], Double($0.value))
                }
            ),
            Metric(
                "chandler_growth_bytes_per_month",
                "Mean size of the last complete months.",
                growth.map { [.init(Double($0))] } ?? []
            ),
        ]
    }
}
