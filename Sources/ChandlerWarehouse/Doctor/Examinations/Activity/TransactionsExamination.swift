import ChandlerPostgres

/// Transactions that are open for long: they keep locks, and dead rows of the whole database.
struct TransactionsExamination: Examination {
    let subject = Subject("transactions", "open transactions")

    private static let long = Subject("transactions.long", "long transactions")
    private static let idle = Subject("transactions.idle", "idle transactions")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT pid, coalesce(application_name, ''), coalesce(usename, ''),
                extract(epoch FROM clock_timestamp() - xact_start),
                extract(epoch FROM clock_timestamp() - state_change),
                state LIKE 'idle in transaction%'
            FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND xact_start IS NOT NULL
                AND pid <> pg_backend_pid() AND datname = current_database()
            ORDER BY xact_start
            """
        )
        var long: [Open] = []
        var idle: [Open] = []
        for row in rows {
            let session = "\(try row.int64(0)) (\(try row.text(1)) of \(try row.text(2)))"
            let pid = try row.int64(0)
            let seconds = try row.double(3)
            let idleSeconds = try row.double(4)
            if try row.bool(5) {
                if idleSeconds >= patient.thresholds.idleTransactionSeconds {
                    idle.append(Open(session: session, pid: pid, seconds: idleSeconds))
                }
            } else if seconds >= patient.thresholds.longTransactionSeconds {
                long.append(Open(session: session, pid: pid, seconds: seconds))
            }
        }
        return Examined([
            judge(Self.long, long, "runs since", patient),
            judge(Self.idle, idle, "does nothing since", patient),
        ])
    }

    private struct Open {
        let session: String
        let pid: Int64
        let seconds: Double
    }

    private func judge(
        _ subject: Subject,
        _ open: [Open],
        _ verb: String,
        _ patient: Patient
    ) -> Finding {
        guard let first = open.max(by: { $0.seconds < $1.seconds }) else {
            return patient.seesSessions
                ? subject.healthy("none")
                : subject.notVisible(
                    "sessions of others are not visible to the role \(patient.role)"
                )
        }
        return subject.finding(
            .warning,
            "\(Figure.plural(open.count, "session")): \(first.session) \(verb) "
                + Figure.seconds(first.seconds),
            [
                "sessions": .int(Int64(open.count)), "longest_seconds": .number(first.seconds),
            ],
            remedy: "end it, if nobody needs it: its work is rolled back",
            command: "chandler db psql -- -c \"SELECT pg_terminate_backend(\(first.pid))\""
        )
    }
}
