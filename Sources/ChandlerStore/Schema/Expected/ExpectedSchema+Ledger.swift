extension ExpectedSchema {
    /// What Chandler writes down of its own work.
    static let ledger: [SchemaRelation] = [
        .table(
            "schema_migrations",
            columns: [
                "version": "integer not null", "name": "text not null",
                "checksum": "text not null",
                "applied_at": "timestamptz not null default clock_timestamp()",
            ],
            keys: ["PRIMARY KEY (version)"]
        ),
        .table(
            "ingest_runs",
            columns: [
                "run_id": "bigint not null identity", "command": "text not null",
                "arguments": "jsonb not null", "version": "text not null",
                "status": "text not null default 'running'", "exit_code": "integer",
                "error": "text", "report": "jsonb",
                "started_at": "timestamptz not null default clock_timestamp()",
                "finished_at": "timestamptz", "pipeline": "text", "shard": "text",
                "rows": "bigint not null default 0", "bytes": "bigint not null default 0",
                "requests": "bigint not null default 0", "retries": "bigint not null default 0",
            ],
            checks: ["CHECK status IN ('running', 'succeeded', 'failed', 'interrupted')"],
            keys: ["PRIMARY KEY (run_id)"],
            indexes: [
                "btree (pipeline, shard, run_id DESC) WHERE pipeline IS NOT NULL",
                "btree (started_at)",
            ],
            triggers: [
                "ingest_runs_begin": """
                AFTER INSERT FOR EACH ROW WHEN new.status = 'running' \
                EXECUTE FUNCTION ingest_runs_log()
                """,
                "ingest_runs_log": """
                AFTER UPDATE OF status FOR EACH ROW \
                WHEN old.status = 'running' AND new.status <> 'running' \
                EXECUTE FUNCTION ingest_runs_log()
                """,
            ]
        ),
        .table(
            "ingest_watermarks",
            columns: [
                "symbol": "varchar(20) not null", "interval": "text not null",
                "venue": "text not null", "first_open_time": "timestamptz not null",
                "watermark": "timestamptz not null", "coverage": "tstzmultirange not null",
                "asked_until": "timestamptz not null", "indicators": "text not null",
                "indicator_fingerprint": "text not null", "stale_from": "timestamptz",
                "updated_at": "timestamptz not null default clock_timestamp()",
                "run_id": "bigint not null",
            ],
            keys: ["PRIMARY KEY (symbol, interval, venue)"]
        ),
        .table(
            "ingest_states",
            columns: [
                "symbol": "varchar(20) not null", "interval": "text not null",
                "venue": "text not null", "last_open_time": "timestamptz not null",
                "kind": "text not null", "indicator_fingerprint": "text not null",
                "state": "bytea not null",
            ],
            checks: ["CHECK kind IN ('month', 'tail')"],
            keys: ["PRIMARY KEY (symbol, interval, venue, last_open_time)"]
        ),
        .table(
            "ingest_segments",
            columns: [
                "segment_id": "bigint not null identity", "symbol": "varchar(20) not null",
                "interval": "text not null", "venue": "text not null",
                "range_start": "timestamptz not null", "range_end": "timestamptz not null",
                "host": "text not null", "path": "text not null", "pages": "integer not null",
                "row_count": "bigint not null", "digest": "text not null",
                "first_fetched_at": "timestamptz not null",
                "last_fetched_at": "timestamptz not null",
                "loaded_at": "timestamptz not null default clock_timestamp()",
                "run_id": "bigint not null",
            ],
            keys: ["PRIMARY KEY (symbol, segment_id)"],
            indexes: ["btree (symbol, interval, venue, range_start)"]
        ),
        .table(
            "ingest_gaps",
            columns: [
                "symbol": "varchar(20) not null", "interval": "text not null",
                "venue": "text not null", "gap_start": "timestamptz not null",
                "gap_end": "timestamptz not null", "missing": "bigint not null",
                "status": "text not null",
                "found_at": "timestamptz not null default clock_timestamp()",
                "run_id": "bigint not null", "reason": "text",
            ],
            checks: [
                "CHECK gap_end > gap_start", "CHECK missing > 0",
                "CHECK status IN ('open', 'confirmed')",
                "CHECK reason IN ('outage', 'silence', 'late', 'unserved')",
                "CHECK (reason IS NULL) = (status = 'open')",
            ],
            keys: ["PRIMARY KEY (symbol, interval, venue, gap_start)"]
        ),
        .table(
            "ingest_rejects",
            columns: [
                "reject_id": "bigint not null identity", "symbol": "text not null",
                "interval": "text not null", "venue": "text not null", "open_time": "timestamptz",
                "rule": "text not null", "reason": "text not null", "payload": "text not null",
                "host": "text not null", "path": "text not null",
                "fetched_at": "timestamptz not null", "run_id": "bigint not null",
            ],
            keys: ["PRIMARY KEY (symbol, reject_id)"],
            indexes: ["unique btree (symbol, interval, venue, rule, md5(payload))"]
        ),
        .view(
            "ingest_rejected",
            columns: [
                "symbol": "text", "interval": "text", "venue": "text", "open_time": "timestamptz",
                "rule": "text", "fetched_at": "timestamptz", "run_id": "bigint",
            ],
            reads: ["ingest_rejects"]
        ),
        candleRevisions,
    ]

    private static let candleRevisions = SchemaRelation.table(
        "candle_revisions",
        columns: [
            "revision_id": "bigint not null identity", "symbol": "varchar(20) not null",
            "interval": "text not null", "venue": "text not null",
            "timestamp": "timestamptz not null",
            "old_open": "numeric(18,8) not null", "old_high": "numeric(18,8) not null",
            "old_low": "numeric(18,8) not null", "old_close": "numeric(18,8) not null",
            "old_volume": "numeric(28,8) not null", "old_quote_volume": "numeric(28,8)",
            "old_trade_count": "bigint", "old_taker_buy_volume": "numeric(28,8)",
            "new_open": "numeric(18,8) not null", "new_high": "numeric(18,8) not null",
            "new_low": "numeric(18,8) not null", "new_close": "numeric(18,8) not null",
            "new_volume": "numeric(28,8) not null", "new_quote_volume": "numeric(28,8)",
            "new_trade_count": "bigint", "new_taker_buy_volume": "numeric(28,8)",
            "seen_at": "timestamptz not null", "run_id": "bigint not null",
        ],
        keys: ["PRIMARY KEY (symbol, revision_id)"],
        indexes: ["btree (symbol, interval, venue, timestamp)"]
    )
}
