extension Migration {
    /// What came of restoring backups and comparing them with the database.
    static let backupChecks = Migration(
        version: 11,
        name: "backup_checks",
        up: """
            -- One row a check. differences lists tables that came back otherwise, failure says why
            -- there is no comparison; ok needs both to be empty.
            CREATE TABLE backup_checks (
                id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                kind            text        NOT NULL CHECK (kind IN ('physical', 'logical')),
                label           text        NOT NULL,
                started_at      timestamptz NOT NULL,
                finished_at     timestamptz NOT NULL,
                tables_compared integer     NOT NULL CHECK (tables_compared >= 0),
                rows_compared   bigint      NOT NULL CHECK (rows_compared >= 0),
                differences     jsonb       NOT NULL DEFAULT '[]',
                failure         text,
                ok              boolean     NOT NULL,
                version         text        NOT NULL,
                CHECK (finished_at >= started_at),
                CHECK (ok = (differences = '[]' AND failure IS NULL))
            );
            CREATE INDEX backup_checks_finished_at_idx ON backup_checks (finished_at);
            """,
        down: """
            DROP TABLE backup_checks
            """
    )
}
