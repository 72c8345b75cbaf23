import ChandlerCore
import ChandlerPostgres

/// Keeps the table `archives`: which parts are out of their tables.
struct ArchiveLedger {
    let connection: PostgresConnection

    /// What the ledger says of a part.
    struct Entry: Sendable, Hashable {
        let part: Int
        /// Whether its rows are out of the table.
        let isOut: Bool
        /// When its rows were brought back last.
        let restoredAt: Timestamp?
        /// SHA-256 of its rows.
        let digest: String
    }

    /// The months of a table that have parts whose rows are in files alone, ascending.
    func monthsOut(of table: String) throws(PostgresError) -> [Month] {
        let rows = try connection.query(
            """
            SELECT DISTINCT month::timestamp AT TIME ZONE 'UTC' FROM archives
            WHERE table_name = $1 AND dropped_at > coalesce(restored_at, '-infinity') ORDER BY 1
            """,
            [.text(table)]
        )
        var months: [Month] = []
        for row in rows {
            months.append(Timestamp(microseconds: try row.timestampMicroseconds(0)).month)
        }
        return months
    }

    /// The parts of a month, in their order.
    func entries(_ month: Month, of table: String) throws(PostgresError) -> [Entry] {
        let rows = try connection.query(
            """
            SELECT part, dropped_at > coalesce(restored_at, '-infinity'), restored_at, digest
            FROM archives WHERE table_name = $1 AND month = $2::date ORDER BY part
            """,
            [.text(table), .text("\(month.dashed)-01")]
        )
        var entries: [Entry] = []
        for row in rows {
            entries.append(
                Entry(
                    part: Int(try row.int64(0)),
                    isOut: try row.bool(1),
                    restoredAt: try row.timestampMicrosecondsIfPresent(2)
                        .map { Timestamp(microseconds: $0) },
                    digest: try row.text(3)
                )
            )
        }
        return entries
    }

    /// Enters that a part's rows left their table; part of the transaction that drops them.
    func recordDrop(
        _ part: ArchiveManifest.Part,
        _ month: Month,
        of table: String,
        in folder: String,
        runID: Int64?
    ) throws(PostgresError) {
        try connection.query(
            """
            INSERT INTO archives AS stored (table_name, month, part, folder, file, row_count, bytes,
                sha256, digest, schema_version, program_version, archived_at, dropped_at, run_id)
            VALUES ($1, $2::date, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::timestamptz,
                clock_timestamp(), $13)
            ON CONFLICT (table_name, month, part) DO UPDATE SET
                (folder, file, row_count, bytes, sha256, digest, schema_version, program_version,
                 archived_at, dropped_at, run_id) =
                (excluded.folder, excluded.file, excluded.row_count, excluded.bytes,
                 excluded.sha256, excluded.digest, excluded.schema_version,
                 excluded.program_version, excluded.archived_at, excluded.dropped_at,
                 excluded.run_id)
            """,
            [
                .text(table), .text("\(month.dashed)-01"), .int64(Int64(part.part)),
                .text(folder), .text(part.file), .int64(Int64(part.rows)),
                .int64(Int64(part.bytes)), .text(part.sha256), .text(part.digest),
                .int64(Int64(part.schemaVersion)), .text(part.programVersion),
                .text(part.createdAt), runID.map { .int64($0) } ?? .null,
            ]
        )
    }

    /// Enters that a part's rows are back; part of the transaction that brings them.
    func recordReturn(
        _ part: ArchiveManifest.Part,
        _ month: Month,
        of table: String
    ) throws(PostgresError) {
        try connection.query(
            """
            UPDATE archives SET restored_at = clock_timestamp()
            WHERE table_name = $1 AND month = $2::date AND part = $3
            """,
            [.text(table), .text("\(month.dashed)-01"), .int64(Int64(part.part))]
        )
    }

    /// The version of the database's schema.
    func schemaVersion() throws(PostgresError) -> Int {
        Int(
            try connection.query("SELECT coalesce(max(version), 0) FROM schema_migrations")
                .firstRow().int64(0)
        )
    }
}
