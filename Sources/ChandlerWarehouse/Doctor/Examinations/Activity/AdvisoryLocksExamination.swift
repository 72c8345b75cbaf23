import ChandlerPostgres

/// Locks on series and months that a session of Chandler's keeps while it does nothing.
struct AdvisoryLocksExamination: Examination {
    let subject = Subject("locks.advisory", "locks on series")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT a.pid, a.application_name, count(*),
                min(extract(epoch FROM clock_timestamp() - a.state_change))
            FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
            WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()
                AND a.application_name LIKE 'chandler %' AND a.pid <> pg_backend_pid()
                AND (a.state IS NULL OR a.state LIKE 'idle%')
            GROUP BY 1, 2 ORDER BY 4 DESC
            """
        )
        let held = try rows.filter {
            (try $0.doubleIfPresent(3) ?? 0) >= patient.thresholds.idleLockSeconds
        }
        guard let first = held.first else {
            return Examined(
                patient.seesSessions || rows.isEmpty
                    ? subject.healthy("none is kept by an idle session")
                    : subject.notVisible(
                        "what their sessions do is not visible to the role \(patient.role)"
                    )
            )
        }
        let seconds = try first.double(3)
        return Examined(
            subject.finding(
                .warning,
                "session \(try first.int64(0)) (\(try first.text(1))) keeps "
                    + "\(Figure.plural(try first.int64(2), "lock")) and does nothing since "
                    + Figure.seconds(seconds),
                ["sessions": .int(Int64(held.count)), "longest_idle_seconds": .number(seconds)],
                remedy: "end it, if its program hangs: other runs cannot load what it holds",
                command:
                    "chandler db psql -- -c \"SELECT pg_terminate_backend(\(try first.int64(0)))\""
            )
        )
    }
}
