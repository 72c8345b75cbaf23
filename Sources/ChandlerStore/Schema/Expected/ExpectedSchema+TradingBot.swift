extension ExpectedSchema {
    /// Part A of the contract but for its candles.
    static let tradingBot: [SchemaRelation] = [
        .table(
            "trade_history",
            columns: [
                "id": "bigint not null identity", "symbol": "varchar(20) not null",
                "action": "varchar(10) not null", "entry_price": "numeric(18,8) not null",
                "exit_price": "numeric(18,8)", "entry_time": "timestamptz not null",
                "exit_time": "timestamptz", "quantity": "numeric(18,8) not null",
                "pnl": "numeric(18,8)", "pnl_percent": "numeric(8,4)",
                "stop_loss": "numeric(18,8)", "take_profit": "numeric(18,8)",
                "validator_score": "numeric(5,4)",
                "status": "varchar(20) not null default 'OPEN'",
            ],
            checks: [
                "CHECK action IN ('BUY', 'SELL')",
                "CHECK status IN ('OPEN', 'CLOSED', 'CANCELLED')",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: ["btree (symbol)", "btree (entry_time)", "btree (status)"],
            triggers: [
                "trade_history_close": """
                AFTER INSERT OR UPDATE OF status, symbol, entry_time FOR EACH ROW \
                WHEN new.status <> 'OPEN' EXECUTE FUNCTION trade_history_close()
                """
            ]
        ).audited(),
        .table(
            "open_positions",
            columns: [
                "id": "bigint not null identity", "symbol": "varchar(20) not null",
                "entry_price": "numeric(18,8) not null", "entry_time": "timestamptz not null",
                "quantity": "numeric(18,8) not null", "stop_loss": "numeric(18,8)",
                "take_profit": "numeric(18,8)", "current_price": "numeric(18,8)",
                "unrealized_pnl": "numeric(18,8)", "last_update": "timestamptz",
            ],
            keys: ["PRIMARY KEY (id)", "UNIQUE (symbol, entry_time)"]
        ).audited(ignoring: ["current_price", "unrealized_pnl", "last_update"]),
        .table(
            "trading_signals",
            columns: [
                "id": "bigint not null identity", "symbol": "varchar(20) not null",
                "signal_type": "varchar(50) not null", "signal_source": "varchar(50) not null",
                "direction": "varchar(10) not null", "strength": "numeric(5,4)",
                "timestamp": "timestamptz not null", "parameters": "jsonb",
                "confidence": "numeric(5,4)",
            ],
            checks: [
                "CHECK direction IN ('BUY', 'SELL', 'NEUTRAL')",
                "CHECK strength >= 0 AND strength <= 1",
                "CHECK confidence >= 0 AND confidence <= 1",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: [
                "btree (symbol, timestamp DESC)", "btree (signal_source, timestamp DESC)",
                "brin (timestamp)",
            ]
        ),
        .table(
            "performance_metrics",
            columns: [
                "id": "bigint not null identity", "date": "date not null",
                "total_trades": "integer", "win_rate": "numeric(5,4)",
                "profit_factor": "numeric(8,4)", "sharpe_ratio": "numeric(8,4)",
                "max_drawdown": "numeric(8,4)", "net_profit": "numeric(18,8)",
                "symbol": "varchar(20)",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: [
                "unique btree (date, symbol)", "unique btree (date) WHERE symbol IS NULL",
            ]
        ),
        .table(
            "bot_settings",
            columns: [
                "id": "bigint not null identity", "parameter_name": "varchar(50) not null",
                "parameter_value": "text", "updated_at": "timestamptz not null default now()",
                "description": "text",
            ],
            keys: ["PRIMARY KEY (id)", "UNIQUE (parameter_name)"]
        ).audited(ignoring: ["updated_at"]),
        .table(
            "analysis_results",
            columns: [
                "id": "bigint not null identity", "symbol": "varchar(20) not null",
                "analysis_type": "varchar(50) not null", "timeframe": "varchar(10)",
                "result_summary": "text", "result_detail": "jsonb", "opportunities": "jsonb",
                "timestamp": "timestamptz not null", "score": "numeric(5,4)",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: ["btree (symbol, timestamp DESC)"]
        ),
        .table(
            "model_performance",
            columns: [
                "id": "bigint not null identity", "model_name": "varchar(50) not null",
                "symbol": "varchar(20)", "parameters": "jsonb", "metrics": "jsonb",
                "timestamp": "timestamptz not null", "version": "varchar(20)",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: ["btree (model_name, timestamp DESC)"]
        ),
        .table(
            "system_logs",
            columns: [
                "id": "bigint not null identity",
                "timestamp": "timestamptz not null default clock_timestamp()",
                "component": "varchar(50) not null", "level": "varchar(10) not null",
                "message": "text not null", "details": "jsonb",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: [
                "btree (timestamp)", "btree ((details ->> 'run_id')) WHERE details ? 'run_id'",
            ]
        ),
    ]
}
