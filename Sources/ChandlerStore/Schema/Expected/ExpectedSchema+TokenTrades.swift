extension ExpectedSchema {
    /// Part C of the contract: trades in tokens and what is summed up from them.
    static let tokenTrades: [SchemaRelation] = [
        .table(
            "cubi.trade_data",
            columns: [
                "id": "bigint not null default nextval('cubi.trade_data_id_seq')",
                "token_mint": "varchar(44) not null", "strategy_id": "varchar(128) not null",
                "roi": "double precision", "roi_per_sec": "double precision",
                "time_held": "double precision", "entry_time": "timestamptz not null",
                "exit_time": "timestamptz", "features": "jsonb", "exit_reason": "varchar(64)",
            ],
            keys: ["PRIMARY KEY (id, entry_time)"],
            indexes: [
                "btree (token_mint, strategy_id, entry_time)", "btree (strategy_id, entry_time)",
                "btree (exit_time)", "gin (features jsonb_path_ops)",
            ],
            partitionedBy: "RANGE (entry_time)"
        ),
        .table(
            "cubi.backtest_results",
            columns: [
                "id": "bigint not null identity", "strategy_id": "varchar(128) not null",
                "token_mint": "varchar(44) not null", "roi": "double precision",
                "roi_per_sec": "double precision", "win": "boolean",
                "timestamp": "timestamptz not null",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: ["btree (token_mint)", "btree (strategy_id, timestamp)"]
        ),
        .table(
            "cubi.daily_stats_kept",
            columns: [
                "date": "date not null", "trades": "bigint", "tokens": "bigint",
                "win_rate": "double precision", "avg_roi": "double precision",
                "total_roi": "double precision", "volume": "double precision",
                "new_tokens": "bigint",
            ],
            keys: ["PRIMARY KEY (date)"]
        ),
        .view(
            "cubi.strategy_performance",
            columns: [
                "strategy_id": "varchar(128)", "trade_date": "date", "trade_count": "bigint",
                "win_rate": "double precision", "avg_roi": "double precision",
                "avg_roi_per_sec": "double precision", "total_roi": "double precision",
                "avg_time_held": "double precision",
            ],
            reads: ["cubi.trade_data"]
        ),
        .view(
            "cubi.token_performance",
            columns: [
                "token_mint": "varchar(44)", "trade_count": "bigint",
                "win_rate": "double precision", "avg_roi": "double precision",
                "best_roi": "double precision", "worst_roi": "double precision",
                "last_trade": "timestamptz",
            ],
            reads: ["cubi.trade_data"]
        ),
        .view(
            "cubi.daily_stats_live",
            columns: dailyColumns,
            reads: ["cubi.trade_data", "cubi.token_data"]
        ),
        .view(
            "cubi.daily_stats",
            columns: dailyColumns,
            reads: ["cubi.daily_stats_kept", "cubi.daily_stats_live"],
            indexes: ["unique btree (date)"]
        ),
    ]

    private static let dailyColumns: KeyValuePairs<String, String> = [
        "date": "date", "trades": "bigint", "tokens": "bigint", "win_rate": "double precision",
        "avg_roi": "double precision", "total_roi": "double precision",
        "volume": "double precision", "new_tokens": "bigint",
    ]
}
