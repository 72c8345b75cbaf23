extension ExpectedSchema {
    /// Part B of the contract.
    static let spreadTrading: [SchemaRelation] = [
        .enumeration("order_side", "BUY", "SELL"),
        .enumeration("order_type", "MARKET", "LIMIT", "STOP", "STOP_LIMIT"),
        .enumeration(
            "order_status",
            "PENDING",
            "OPEN",
            "PARTIALLY_FILLED",
            "FILLED",
            "CANCELLED",
            "REJECTED",
            "EXPIRED"
        ),
        .enumeration("position_type", "LONG", "SHORT"),
        .enumeration("position_status", "OPEN", "CLOSED", "LIQUIDATED"),
        .table(
            "strategies",
            columns: [
                "id": "uuid not null default gen_random_uuid()", "name": "text not null",
                "description": "text", "parameters": "jsonb",
                "is_active": "boolean not null default true",
                "created_at": "timestamptz not null default now()",
                "updated_at": "timestamptz not null default now()",
            ],
            keys: ["PRIMARY KEY (id)", "UNIQUE (name)"],
            indexes: ["gin (parameters jsonb_path_ops)"]
        ).audited(ignoring: ["updated_at"]),
        .table(
            "orders",
            columns: [
                "id": "uuid not null default gen_random_uuid()",
                "order_id": "varchar(100) not null", "symbol": "varchar(20) not null",
                "side": "order_side not null", "order_type": "order_type not null",
                "quantity": "double precision not null", "price": "double precision",
                "stop_price": "double precision", "status": "order_status not null",
                "filled_quantity": "double precision default 0",
                "average_price": "double precision default 0",
                "exchange": "varchar(50) not null", "source": "varchar(50) not null",
                "created_at": "timestamptz not null default now()",
                "updated_at": "timestamptz not null default now()",
                "filled_at": "timestamptz", "cancelled_at": "timestamptz", "metadata": "jsonb",
            ],
            keys: ["PRIMARY KEY (id)", "UNIQUE (order_id)"],
            indexes: ["btree (symbol, status, created_at)", "gin (metadata jsonb_path_ops)"]
        ).audited(ignoring: ["updated_at"]),
        positions.audited(ignoring: ["updated_at", "current_price", "unrealized_pnl"]),
        trades.audited(),
        .table(
            "portfolio",
            columns: [
                "strategy_id": "uuid not null", "asset": "varchar(20) not null",
                "as_of": "timestamptz not null", "quantity": "double precision not null",
                "value": "double precision", "currency": "varchar(20)",
            ],
            keys: [
                "PRIMARY KEY (strategy_id, asset, as_of)",
                "FOREIGN KEY (strategy_id) REFERENCES strategies(id)",
            ]
        ).audited(key: ["strategy_id", "asset", "as_of"]),
        .table(
            "audit_log",
            columns: [
                "id": "bigint not null identity", "who": "text not null default SESSION_USER",
                "when": "timestamptz not null default clock_timestamp()",
                "action": "text not null", "table": "text not null", "key": "text",
                "before": "jsonb", "after": "jsonb",
            ],
            keys: ["PRIMARY KEY (id)"],
            indexes: [
                "btree (when)", "btree (table, key)",
                "gin (before jsonb_path_ops, after jsonb_path_ops)",
            ],
            triggers: [
                "audit_log_refuse_change": """
                ALWAYS BEFORE DELETE OR UPDATE FOR EACH STATEMENT \
                EXECUTE FUNCTION audit_log_refuse()
                """,
                "audit_log_refuse_truncate": """
                ALWAYS BEFORE TRUNCATE FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()
                """,
            ]
        ),
        .view(
            "trades_by_symbol_day",
            columns: [
                "symbol": "varchar(20)", "trade_date": "date", "trade_count": "bigint",
                "buy_count": "bigint", "sell_count": "bigint", "quantity": "double precision",
                "turnover": "double precision", "fees": "double precision",
                "pnl": "double precision", "net_pnl": "double precision",
            ],
            reads: ["trades", "trades_by_symbol_day_kept"],
            indexes: ["unique btree (symbol, trade_date)"]
        ),
    ]

    private static let positions = SchemaRelation.table(
        "positions",
        columns: [
            "id": "uuid not null default gen_random_uuid()", "symbol": "varchar(20) not null",
            "side": "position_type not null", "quantity": "double precision not null",
            "average_price": "double precision", "current_price": "double precision",
            "unrealized_pnl": "double precision default 0",
            "realized_pnl": "double precision default 0", "status": "position_status not null",
            "exchange": "varchar(50)", "strategy_id": "uuid",
            "opened_at": "timestamptz not null", "closed_at": "timestamptz",
            "updated_at": "timestamptz not null default now()", "metadata": "jsonb",
        ],
        keys: ["PRIMARY KEY (id)", "FOREIGN KEY (strategy_id) REFERENCES strategies(id)"],
        indexes: [
            "btree (symbol, status, opened_at)", "btree (strategy_id)",
            "gin (metadata jsonb_path_ops)",
        ]
    )

    private static let trades = SchemaRelation.table(
        "trades",
        columns: [
            "id": "uuid not null default gen_random_uuid()", "trade_id": "varchar(100) not null",
            "symbol": "varchar(20) not null", "side": "order_side not null",
            "quantity": "double precision not null", "price": "double precision not null",
            "fees": "double precision default 0", "pnl": "double precision default 0",
            "net_pnl": "double precision default 0", "order_id": "uuid", "position_id": "uuid",
            "strategy_id": "uuid", "exchange": "varchar(50)",
            "executed_at": "timestamptz not null", "signal_strength": "double precision",
            "signal_confidence": "double precision", "exit_reason": "varchar(100)",
            "metadata": "jsonb",
        ],
        keys: [
            "PRIMARY KEY (id)", "UNIQUE (trade_id)",
            "FOREIGN KEY (order_id) REFERENCES orders(id)",
            "FOREIGN KEY (position_id) REFERENCES positions(id)",
            "FOREIGN KEY (strategy_id) REFERENCES strategies(id)",
        ],
        indexes: [
            "btree (symbol, executed_at)", "btree (order_id)", "btree (position_id)",
            "btree (strategy_id)", "gin (metadata jsonb_path_ops)",
        ]
    )
}
