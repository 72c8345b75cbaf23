import ChandlerPostgres

/// Sessions that wait for others.
struct LockWaitsExamination: Examination {
    let subject = Subject("locks.waiting", "sessions that wait for locks")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT l.pid, extract(epoch FROM clock_timestamp() - min(l.waitstart)),
                array_to_string(pg_blocking_pids(l.pid), ' '), min(a.application_name)
            FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
            WHERE NOT l.granted AND l.pid <> pg_backend_pid() AND l.waitstart IS NOT NULL
            GROUP BY l.pid HAVING extract(epoch FROM clock_timestamp() - min(l.waitstart))
                >= $1::float8
            ORDER BY 2 DESC
            """,
            [.seconds(patient.thresholds.lockWaitSeconds)]
        )
        let metric = Metric(
            "chandler_lock_waits",
            "Sessions that have waited for a lock for some time.",
            Double(rows.count)
        )
        guard let first = rows.first else { return Examined(subject.healthy("none"), [metric]) }
        let seconds = try first.double(1)
        let holders = try first.text(2).split(separator: " ").map(String.init)
        // A prepared transaction has no session; the server calls it 0.
        let sessions = holders.filter { $0 != "0" }
        let isPrepared = sessions.count < holders.count
        let blockers = sessions + (isPrepared ? ["a prepared transaction"] : [])
        return Examined(
            subject.finding(
                .warning,
                "\(Figure.plural(rows.count, "session")): \(try first.int64(0)) "
                    + "(\(try first.textIfPresent(3) ?? "")) has waited \(Figure.seconds(seconds)) "
                    + "for \(Figure.list(blockers))",
                [
                    "sessions": .int(Int64(rows.count)), "longest_wait_seconds": .number(seconds),
                    "blocked_by": .texts(blockers),
                ],
                remedy: sessions.isEmpty && isPrepared
                    ? "look at the prepared transactions, and end the one that is in the way with "
                        + "COMMIT PREPARED or ROLLBACK PREPARED"
                    : "end the session that others wait for, if nobody needs it",
                command: sessions.first.map {
                    "chandler db psql -- -c \"SELECT pg_terminate_backend(\($0))\""
                }
                    ?? (isPrepared
                        ? "chandler db psql -- -c \"SELECT * FROM pg_prepared_xacts\"" : nil)
            ),
            [metric]
        )
    }
}
