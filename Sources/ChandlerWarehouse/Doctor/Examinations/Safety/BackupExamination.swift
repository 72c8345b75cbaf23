import ChandlerCore
import ChandlerPostgres

/// When a backup was last restored and found equal.
struct BackupExamination: Examination {
    let subject = Subject("backup", "verified backup")

    func examine(_ patient: Patient) throws -> Examined {
        guard try patient.has("backup_checks") else { return Examined(try never(patient)) }
        let newest = try patient.rows(
            """
            SELECT kind, label, finished_at, ok, coalesce(failure, ''),
                CASE jsonb_typeof(differences) WHEN 'array' THEN jsonb_array_length(differences)
                    ELSE 1 END
            FROM backup_checks ORDER BY finished_at DESC, id DESC LIMIT 1
            """
        )
        let verified = try patient.rows(
            """
            SELECT kind, label, finished_at, rows_compared FROM backup_checks WHERE ok
            ORDER BY finished_at DESC, id DESC LIMIT 1
            """
        )
        let metric = Metric(
            "chandler_backup_verified_timestamp_seconds",
            "When a backup was last restored and found equal, since 1970.",
            try verified.map { Metric.Sample(Double(try $0.timestampMicroseconds(2)) / 1e6) }
        )
        if let row = newest.first, try !row.bool(3) {
            return Examined(try failed(row, since: verified.first, patient), [metric])
        }
        guard let row = verified.first else { return Examined(try never(patient), [metric]) }
        return Examined(try judge(row, patient), [metric])
    }

    private func never(_ patient: Patient) throws -> Finding {
        subject.finding(
            .warning,
            "no verified backup: nobody has ever restored one and compared",
            ["is_known": .flag(false)],
            remedy: "make a backup, and verify it",
            command: try BackupStanding(patient).newBackup()
        )
    }

    private func failed(
        _ row: PostgresRow,
        since verified: PostgresRow?,
        _ patient: Patient
    ) throws -> Finding {
        let differences = try row.int64(5)
        let failure = try row.text(4)
        let last = try verified?.time(2).map { "; the last good one: \($0.compact)" } ?? ""
        return subject.finding(
            differences > 0 ? .broken : .warning,
            "the \(try row.text(0)) backup \(try row.text(1)) "
                + (differences > 0
                    ? "came back otherwise: \(Figure.plural(differences, "difference"))"
                    : "could not be verified: \(failure.prefix(200))") + last,
            ["is_known": .flag(true), "differences": .int(differences)],
            remedy: "make a new backup, and verify it",
            command: try BackupStanding(patient).newBackup(
                isLogical: row.text(0) == "logical",
                isFull: true
            )
        )
    }

    private func judge(_ row: PostgresRow, _ patient: Patient) throws -> Finding {
        let age = try row.time(2).map { patient.age(of: $0) } ?? 0
        let isOld = age > patient.thresholds.backupDays * 86_400
        return subject.finding(
            isOld ? .warning : .healthy,
            "the \(try row.text(0)) backup \(try row.text(1)) was found equal "
                + "\(Figure.seconds(age)) ago",
            [
                "is_known": .flag(true), "age_seconds": .number(age),
                "rows_compared": .int(try row.int64(3)),
            ],
            remedy: "make a newer one, and verify it",
            command: try BackupStanding(patient).newBackup(isLogical: row.text(0) == "logical")
        )
    }
}
