extension ImportTable {
    /// Every table that other systems write.
    ///
    /// Where rows have a number of their own only (`id bigint`), the file's `id` is left out: those
    /// numbers are handed out here, and an older system's would collide with them. UUIDs are kept.
    public static let all: [ImportTable] = tradingBot + spreadTrading + tokenSniping

    /// The table of a name, with or without `public.`; `nil` where none is loaded from files.
    public static func named(_ name: String) -> ImportTable? {
        let plain = name.lowercased()
        return all.first { $0.name == plain || "public.\($0.name)" == plain }
    }

    private static let strategy = Reference(
        column: "strategy_id",
        table: "strategies",
        businessKey: "name"
    )

    private static let tradingBot = [
        ImportTable(
            name: "trade_history",
            key: ["symbol", "action", "entry_time", "entry_price", "quantity"],
            isUnique: false,
            change: .update(fixed: []),
            label: "symbol",
            ending: Ending(
                status: "status",
                final: ["CLOSED", "CANCELLED"],
                columns: ["exit_price", "exit_time", "pnl", "pnl_percent"]
            )
        ),
        ImportTable(
            name: "open_positions",
            key: ["symbol", "entry_time"],
            isUnique: true,
            change: .update(fixed: []),
            label: "symbol",
            refusal: Refusal(
                rule: "closed",
                reason: "trade_history says that this position is no longer open",
                condition: """
                    EXISTS (SELECT FROM trade_history AS h WHERE h.symbol = s.symbol \
                    AND h.entry_time = s.entry_time AND h.status <> 'OPEN')
                    """
            )
        ),
        ImportTable(
            name: "trading_signals",
            key: ["symbol", "signal_source", "signal_type", "timestamp"],
            isUnique: false,
            change: .refuse,
            label: "symbol"
        ),
        ImportTable(
            name: "performance_metrics",
            key: ["date", "symbol"],
            isUnique: true,
            change: .update(fixed: []),
            label: "symbol"
        ),
        ImportTable(
            name: "bot_settings",
            key: ["parameter_name"],
            isUnique: true,
            change: .update(fixed: []),
            label: "parameter_name"
        ),
        ImportTable(
            name: "analysis_results",
            key: ["symbol", "analysis_type", "timeframe", "timestamp"],
            isUnique: false,
            change: .update(fixed: []),
            label: "symbol"
        ),
        ImportTable(
            name: "model_performance",
            key: ["model_name", "symbol", "version", "timestamp"],
            isUnique: false,
            change: .update(fixed: []),
            label: "symbol"
        ),
        // Two messages of one moment that differ in anything are two messages.
        ImportTable(
            name: "system_logs",
            key: ["timestamp", "component", "level", "message", "details"],
            isUnique: false,
            change: .refuse,
            label: "component"
        ),
    ]

    private static let spreadTrading = [
        ImportTable(
            name: "strategies",
            key: ["name"],
            isUnique: true,
            change: .update(fixed: ["id"]),
            ignored: [],
            label: "name"
        ),
        ImportTable(
            name: "orders",
            key: ["order_id"],
            isUnique: true,
            change: .update(fixed: ["id", "symbol", "side", "order_type", "exchange"]),
            ignored: [],
            label: "symbol",
            ending: Ending(
                status: "status",
                final: ["FILLED", "CANCELLED", "REJECTED", "EXPIRED"],
                columns: ["filled_quantity", "average_price", "filled_at", "cancelled_at"]
            )
        ),
        // Known by its id where the file has one.
        ImportTable(
            name: "positions",
            key: ["symbol", "side", "exchange", "strategy_id", "opened_at"],
            isUnique: false,
            change: .update(fixed: ["symbol", "side", "exchange", "opened_at"]),
            references: [strategy],
            ignored: [],
            label: "symbol",
            ending: Ending(
                status: "status",
                final: ["CLOSED", "LIQUIDATED"],
                columns: ["realized_pnl", "closed_at"]
            )
        ),
        ImportTable(
            name: "trades",
            key: ["trade_id"],
            isUnique: true,
            change: .update(
                fixed: ["id", "symbol", "side", "quantity", "price", "exchange", "executed_at"]
            ),
            references: [
                Reference(column: "order_id", table: "orders", businessKey: "order_id"),
                Reference(column: "position_id", table: "positions", businessKey: nil), strategy,
            ],
            ignored: [],
            label: "symbol",
            ending: Ending(columns: ["pnl", "net_pnl", "exit_reason"])
        ),
        ImportTable(
            name: "portfolio",
            key: ["strategy_id", "asset", "as_of"],
            isUnique: true,
            change: .update(fixed: []),
            references: [strategy],
            ignored: [],
            label: "asset"
        ),
    ]

    private static let tokenSniping = [
        ImportTable(
            name: "cubi.token_data",
            key: ["mint", "network", "source", "observed_at"],
            isUnique: true,
            change: .update(fixed: []),
            ignored: ["id", "run_id", "doubts"],
            label: "mint"
        ),
        ImportTable(
            name: "cubi.trade_data",
            key: ["token_mint", "strategy_id", "entry_time"],
            isUnique: false,
            change: .update(fixed: []),
            label: "token_mint",
            monthColumn: "entry_time",
            ending: Ending(
                columns: ["roi", "roi_per_sec", "time_held", "exit_time", "exit_reason"]
            )
        ),
        ImportTable(
            name: "cubi.backtest_results",
            key: ["strategy_id", "token_mint", "timestamp"],
            isUnique: false,
            change: .update(fixed: []),
            label: "token_mint"
        ),
    ]
}
