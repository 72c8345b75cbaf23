extension ExpectedSchema {
    /// What keeping the database over the years writes down.
    static let upkeep: [SchemaRelation] = archives + backupChecks

    /// Months that live in files.
    static let archives: [SchemaRelation] = [
        .table(
            "archives",
            columns: [
                "table_name": "text not null", "month": "date not null",
                "part": "integer not null", "folder": "text not null", "file": "text not null",
                "row_count": "bigint not null", "bytes": "bigint not null",
                "sha256": "text not null", "digest": "text not null",
                "schema_version": "integer not null", "program_version": "text not null",
                "archived_at": "timestamptz not null",
                "dropped_at": "timestamptz not null default clock_timestamp()",
                "restored_at": "timestamptz", "run_id": "bigint",
            ],
            checks: [
                "CHECK EXTRACT(day FROM month) = 1",
                "CHECK part >= 0 AND row_count >= 0 AND bytes > 0",
            ],
            keys: ["PRIMARY KEY (table_name, month, part)"]
        ),
        .table(
            "trades_by_symbol_day_kept",
            columns: [
                "symbol": "varchar(20) not null", "trade_date": "date not null",
                "trade_count": "bigint not null", "buy_count": "bigint not null",
                "sell_count": "bigint not null", "quantity": "double precision",
                "turnover": "double precision", "fees": "double precision",
                "pnl": "double precision", "net_pnl": "double precision",
            ],
            keys: ["PRIMARY KEY (symbol, trade_date)"]
        ),
    ]

    /// Backups that were restored and compared.
    static let backupChecks: [SchemaRelation] = [
        .table(
            "backup_checks",
            columns: [
                "id": "bigint not null identity always", "kind": "text not null",
                "label": "text not null", "started_at": "timestamptz not null",
                "finished_at": "timestamptz not null", "tables_compared": "integer not null",
                "rows_compared": "bigint not null", "differences": "jsonb not null default '[]'",
                "failure": "text", "ok": "boolean not null", "version": "text not null",
            ],
            checks: [
                "CHECK kind IN ('physical', 'logical')", "CHECK tables_compared >= 0",
                "CHECK rows_compared >= 0", "CHECK finished_at >= started_at",
                "CHECK ok = (differences = '[]' AND failure IS NULL)",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: ["btree (finished_at)"]
        )
    ]
}
