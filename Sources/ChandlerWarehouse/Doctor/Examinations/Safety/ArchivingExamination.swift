import ChandlerCore
import ChandlerPostgres

/// Whether WAL reaches the archive, without which there is no restore to a moment.
struct ArchivingExamination: Examination {
    let subject = Subject("wal.archiving", "archiving of WAL")

    func examine(_ patient: Patient) throws -> Examined {
        let settings = try SettingValues(["archive_mode", "wal_segment_size"], of: patient)
        guard settings["archive_mode"] ?? "off" != "off" else {
            return Examined(
                subject.finding(
                    .notice,
                    "is off: a restore reaches the last backup, and no moment after it",
                    ["is_on": .flag(false)],
                    remedy: patient.connection.configuration.source == .embedded
                        ? "set up backups with archiving; the server is restarted"
                        : "have the server's keeper set up archiving; the command says what is to "
                            + "be set",
                    command: "chandler backup setup"
                )
            )
        }
        let row = try patient.rows(
            """
            SELECT failed_count, coalesce(last_failed_wal, ''), last_archived_time,
                coalesce(last_failed_time > last_archived_time, last_failed_time IS NOT NULL),
                coalesce(last_archived_wal, '')
            FROM pg_stat_archiver
            """
        ).firstRow()
        let archived = try row.time(2)
        let metric = Metric(
            "chandler_wal_archived_timestamp_seconds",
            "When WAL was last archived, since 1970.",
            archived.map { [.init(Double($0.microseconds) / 1e6)] } ?? []
        )
        let age = archived.map { patient.age(of: $0) }
        let waiting = try unarchived(
            after: try row.text(4),
            settings.bytes("wal_segment_size") ?? 0,
            patient
        )
        let values: KeyValuePairs<String, Measure.Value> = [
            "is_on": .flag(true), "failures": .int(try row.int64(0)),
            "last_archived_age_seconds": .number(age ?? -1), "waiting_bytes": .int(waiting ?? -1),
        ]
        if try row.bool(3) {
            return Examined(
                subject.finding(
                    .warning,
                    "fails at \(try row.text(1)), \(Figure.plural(try row.int64(0), "time")); "
                        + "WAL piles up, and what is newer cannot be restored",
                    values,
                    remedy: "see why in the server's log; try archive_command by hand"
                ),
                [metric]
            )
        }
        if let age, age > patient.thresholds.archiveSeconds, let waiting, waiting > 64 << 10 {
            return Examined(
                subject.finding(
                    .warning,
                    "last archived \(Figure.seconds(age)) ago; \(Figure.bytes(waiting)) wait",
                    values,
                    remedy: "let the server archive in time (archive_timeout)",
                    command: "chandler db psql -- -c \"ALTER SYSTEM SET archive_timeout = '1h'\" "
                        + "-c \"SELECT pg_reload_conf()\""
                ),
                [metric]
            )
        }
        let words = age.map { "last archived \(Figure.seconds($0)) ago" } ?? "nothing archived yet"
        return Examined(subject.healthy(words, values), [metric])
    }

    /// The bytes of WAL after what was archived last; `nil` where that cannot be told.
    private func unarchived(
        after segment: String,
        _ segmentBytes: Int64,
        _ patient: Patient
    ) throws -> Int64? {
        guard !patient.isInRecovery,
            let place = WALPlace(endOf: segment, segmentBytes: segmentBytes)
        else { return nil }
        let end = try patient.rows("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
            .firstRow().int64(0)
        return max(end - place.bytes, 0)
    }
}
