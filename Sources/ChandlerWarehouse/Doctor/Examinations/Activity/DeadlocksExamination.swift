import ChandlerCore
import ChandlerPostgres

/// Sessions that waited for each other.
struct DeadlocksExamination: Examination {
    let subject = Subject("locks.deadlocks", "deadlocks")

    func examine(_ patient: Patient) throws -> Examined {
        let row = try patient.rows(
            """
            SELECT deadlocks, stats_reset FROM pg_stat_database WHERE datname = current_database()
            """
        ).firstRow()
        let count = try row.int64(0)
        let since = try row.time(1).map { "since \($0.compact)" } ?? "since the server was made"
        return Examined(
            subject.finding(
                count == 0 ? .healthy : .notice,
                count == 0 ? "none \(since)" : "\(Figure.plural(count, "deadlock")) \(since)",
                ["deadlocks": .int(count)],
                remedy: "the server's log names the statements"
            ),
            [Metric("chandler_deadlocks", "Deadlocks since statistics began.", Double(count))]
        )
    }
}
