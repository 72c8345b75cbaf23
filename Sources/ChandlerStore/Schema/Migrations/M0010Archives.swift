public import ChandlerCore
import ChandlerPostgres

extension Migration {
    /// Which rows live in files.
    ///
    /// Decisions that the statements show:
    /// - A row is a part: one file of rows of one month of one table. A partition has one part; rows
    ///   of a month of a plain table become due at different times, so that their month has several,
    ///   which never share a row.
    /// - A part is out of the table while `dropped_at` is later than `restored_at`. Neither time is
    ///   taken back, so that the last drop and the last return both stay known.
    /// - A row is written in the transaction that drops the rows, never before.
    static let archives = Migration(
        version: 10,
        name: "archives",
        up: """
            CREATE TABLE archives (
                table_name      text        NOT NULL,
                month           date        NOT NULL,
                part            integer     NOT NULL,
                folder          text        NOT NULL,
                file            text        NOT NULL,
                row_count       bigint      NOT NULL,
                bytes           bigint      NOT NULL,
                sha256          text        NOT NULL,
                digest          text        NOT NULL,
                schema_version  integer     NOT NULL,
                program_version text        NOT NULL,
                archived_at     timestamptz NOT NULL,
                dropped_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
                restored_at     timestamptz,
                run_id          bigint,
                CONSTRAINT archives_month_check CHECK (EXTRACT(day FROM month) = 1),
                CONSTRAINT archives_count_check
                    CHECK (part >= 0 AND row_count >= 0 AND bytes > 0),
                PRIMARY KEY (table_name, month, part)
            );
            COMMENT ON TABLE archives IS
                'Files that hold rows taken out of tables; out while dropped_at > restored_at';
            COMMENT ON COLUMN archives.sha256 IS 'Of the file''s bytes';
            COMMENT ON COLUMN archives.digest IS
                'SHA-256 of the rows in the order of the primary key, in the form of binary COPY';
            """,
        down: "DROP TABLE archives"
    )
}

extension StoreLane {
    /// The months of a table whose rows are in an archive and not in the table, ascending.
    public func archivedMonths(of table: PartitionedTable) throws(StoreError) -> [Month] {
        try doing("read the archived months of \(table)") {
            try connection.query(
                """
                SELECT DISTINCT month::timestamp AT TIME ZONE 'UTC' FROM archives
                WHERE table_name = $1 AND dropped_at > coalesce(restored_at, '-infinity')
                ORDER BY 1
                """,
                [.text(table.name)]
            ).map { try $0.time(0).month }
        }
    }
}
