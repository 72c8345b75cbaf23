import ChandlerPostgres

/// Transactions that were prepared for a second phase that never came.
struct PreparedExamination: Examination {
    let subject = Subject("transactions.prepared", "prepared transactions")

    func examine(_ patient: Patient) throws -> Examined {
        let rows = try patient.rows(
            """
            SELECT gid, extract(epoch FROM clock_timestamp() - prepared) FROM pg_prepared_xacts
            WHERE database = current_database() ORDER BY prepared
            """
        )
        guard let first = rows.first else { return Examined(subject.healthy("none")) }
        let seconds = try first.double(1)
        let isOld = seconds >= patient.thresholds.longTransactionSeconds
        return Examined(
            subject.finding(
                isOld ? .warning : .notice,
                "\(Figure.plural(rows.count, "transaction")), the oldest "
                    + "\(Figure.seconds(seconds)) old: it keeps its locks, also over a restart",
                [
                    "transactions": .int(Int64(rows.count)), "oldest_seconds": .number(seconds),
                ],
                remedy: "let whoever prepared it commit it, or roll it back",
                command: "chandler db psql -- -c \"ROLLBACK PREPARED "
                    + "'\(try first.text(0).replacing("'", with: "''"))'\""
            )
        )
    }
}
