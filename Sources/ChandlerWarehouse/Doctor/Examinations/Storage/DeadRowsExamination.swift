import ChandlerCore
import ChandlerPostgres

/// Tables that are full of dead rows.
struct DeadRowsExamination: Examination {
    let subject = Subject("vacuum.dead_rows", "dead rows")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT relname, n_dead_tup, n_dead_tup::float8 / (n_live_tup + n_dead_tup),
                greatest(last_vacuum, last_autovacuum)
            FROM pg_stat_user_tables
            WHERE n_dead_tup >= $1 AND n_dead_tup >= $2::float8 * (n_live_tup + n_dead_tup)
            ORDER BY n_dead_tup DESC
            """,
            [
                .int64(max(patient.thresholds.deadRows, 1)),
                .seconds(patient.thresholds.deadRowRatio),
            ]
        )
        let names = try rows.map {
            "\(try $0.text(0)) (\(Figure.percent(try $0.double(2))) dead, "
                + "vacuumed \(try $0.time(3)?.compact ?? "never"))"
        }
        return Examined(
            subject.finding(
                names.isEmpty ? .healthy : .warning,
                names.isEmpty ? "few" : Figure.list(names),
                [
                    "tables": .int(Int64(names.count)),
                    "dead_rows": .int(try rows.reduce(0) { $0 + (try $1.int64(1)) }),
                ],
                remedy: "vacuum them; look for transactions that keep dead rows, too",
                command: "chandler maintain"
            )
        )
    }
}
