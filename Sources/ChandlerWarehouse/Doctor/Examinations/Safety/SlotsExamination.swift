import ChandlerPostgres

/// Replication slots that keep WAL until the disk is full.
struct SlotsExamination: Examination {
    let subject = Subject("wal.slots", "replication slots")

    func examine(_ patient: Patient) throws -> Examined {
        let end = patient.isInRecovery ? "pg_last_wal_replay_lsn()" : "pg_current_wal_lsn()"
        let rows = try patient.rows(
            """
            SELECT slot_name, active, coalesce(pg_wal_lsn_diff(\(end), restart_lsn), 0)::bigint,
                coalesce(wal_status, '')
            FROM pg_replication_slots ORDER BY 3 DESC
            """
        )
        let held = try rows.first?.int64(2) ?? 0
        let full = try rows.filter {
            try !$0.bool(1) && (try $0.int64(2)) >= patient.thresholds.slotBytes
                || (try $0.text(3)) == "lost" || (try $0.text(3)) == "unreserved"
        }
        let unused = try rows.filter { try !$0.bool(1) }
        let shown = full.isEmpty ? unused : full
        let names = try shown.map {
            "\(try $0.text(0)) (\(Figure.bytes(try $0.int64(2))) of WAL)"
        }
        return Examined(
            subject.finding(
                !full.isEmpty ? .warning : !unused.isEmpty ? .notice : .healthy,
                names.isEmpty
                    ? "none keeps WAL for nobody" : "\(Figure.list(names)) kept for nobody",
                ["slots": .int(Int64(rows.count)), "largest_held_bytes": .int(held)],
                remedy: "let its reader come back, or drop the slot",
                command: try shown.first.map {
                    "chandler db psql -- -c \"SELECT pg_drop_replication_slot('\(try $0.text(0))')\""
                }
            ),
            [
                Metric(
                    "chandler_slot_held_bytes",
                    "WAL that a replication slot keeps.",
                    try rows.map { .init(["slot": try $0.text(0)], Double(try $0.int64(2))) }
                )
            ]
        )
    }
}
