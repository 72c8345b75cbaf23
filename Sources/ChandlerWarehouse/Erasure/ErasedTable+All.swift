extension ErasedTable {
    /// Every table that can name a token or an instrument; a row goes after those that name it.
    static let all = spreadTrading + tradingBot + candles + ledger + tokens

    private static let spreadTrading = [
        ErasedTable(
            name: "trades",
            symbol: "symbol",
            mentions: [Mention(column: "metadata", fate: .redacted)]
        ),
        ErasedTable(
            name: "orders",
            symbol: "symbol",
            mentions: [Mention(column: "metadata", fate: .redacted)]
        ),
        ErasedTable(
            name: "positions",
            symbol: "symbol",
            mentions: [Mention(column: "metadata", fate: .redacted)]
        ),
        ErasedTable(name: "trades_by_symbol_day_kept", symbol: "symbol"),
        ErasedTable(name: "portfolio", symbol: "asset"),
        ErasedTable(
            name: "strategies",
            mentions: left(configured, "name", "description", "parameters")
        ),
        ErasedTable(name: "audit_log", mentions: left(appendOnly, "key", "before", "after")),
    ]

    private static let tradingBot = [
        ErasedTable(name: "open_positions", symbol: "symbol"),
        ErasedTable(name: "trade_history", symbol: "symbol"),
        ErasedTable(
            name: "trading_signals",
            symbol: "symbol",
            mentions: [Mention(column: "parameters", fate: .redacted)]
        ),
        ErasedTable(name: "performance_metrics", symbol: "symbol"),
        ErasedTable(
            name: "analysis_results",
            symbol: "symbol",
            mentions: ["result_summary", "result_detail", "opportunities"].map {
                Mention(column: $0, fate: .redacted)
            }
        ),
        ErasedTable(
            name: "model_performance",
            symbol: "symbol",
            mentions: left(configured, "model_name")
                + ["parameters", "metrics"].map { Mention(column: $0, fate: .redacted) }
        ),
        ErasedTable(
            name: "bot_settings",
            mentions: left(configured, "parameter_name", "parameter_value", "description")
        ),
        ErasedTable(
            name: "system_logs",
            mentions: ["message", "details"].map { Mention(column: $0, fate: .redacted) }
        ),
    ]

    private static let candles = [
        ErasedTable(name: "market_data", symbol: "symbol"),
        ErasedTable(name: "market_data_daily", symbol: "symbol"),
        ErasedTable(name: "instruments", symbol: "symbol"),
    ]

    private static let ledger = [
        ErasedTable(name: "ingest_watermarks", symbol: "symbol"),
        ErasedTable(name: "ingest_states", symbol: "symbol"),
        ErasedTable(name: "ingest_segments", symbol: "symbol"),
        ErasedTable(name: "ingest_gaps", symbol: "symbol"),
        ErasedTable(name: "candle_revisions", symbol: "symbol"),
        // Symbols, mints and pools share the column, and the refused row is in another.
        ErasedTable(
            name: "ingest_rejects",
            mint: "symbol",
            symbol: "symbol",
            mentions: ["symbol", "reason", "payload", "path"].map {
                Mention(column: $0, fate: .removed)
            }
        ),
        ErasedTable(
            name: "ingest_runs",
            mentions: ["arguments", "error", "report"].map { Mention(column: $0, fate: .redacted) }
        ),
    ]

    private static let tokens = [
        ErasedTable(
            name: "cubi.token_data",
            mint: "mint",
            hasNetwork: true,
            mentions: [
                Mention(column: "raw_data", kinds: [.mint], fate: .redacted),
                Mention(column: "origins", kinds: [.mint], fate: .redacted),
                Mention(column: "symbol", kinds: [.symbol], fate: .left(ticker)),
            ]
        ),
        ErasedTable(name: "cubi.token_candles", mint: "mint", hasNetwork: true),
        ErasedTable(
            name: "cubi.token_series",
            mint: "mint",
            hasNetwork: true,
            mentions: [Mention(column: "symbol", kinds: [.symbol], fate: .left(ticker))]
        ),
        ErasedTable(
            name: "cubi.trade_data",
            mint: "token_mint",
            mentions: [Mention(column: "features", kinds: [.mint], fate: .redacted)]
        ),
        ErasedTable(name: "cubi.backtest_results", mint: "token_mint"),
    ]

    private static let configured = "people configured it: change it where it is used"
    private static let appendOnly =
        "append-only: no role may change or remove its entries, and they hold rows as they were"
    private static let ticker =
        "a ticker names many tokens: forget the mint of the one that is meant"

    private static func left(_ reason: String, _ columns: String...) -> [Mention] {
        columns.map { Mention(column: $0, fate: .left(reason)) }
    }

    /// Columns of text that hold no name of a token or an instrument, with why.
    static let passed: [String: String] = [
        "action": "a word of a fixed list",
        "analysis_type": "a word of the bot",
        "archives.digest": "a sum",
        "archives.file": "a number in a name",
        "archives.folder": "table and month",
        "archives.sha256": "a sum",
        "archives.table_name": "a table",
        "audit_log.table": "a table",
        "audit_log.who": "a login",
        "backup_checks.differences": "tables and partitions",
        "backup_checks.failure": "what a program said",
        "backup_checks.label": "a backup",
        "base_asset": "part of a row that goes",
        "command": "a command of the program",
        "component": "a part of a program",
        "coverage": "spans of time",
        "currency": "what a value is counted in",
        "digest": "a sum",
        "direction": "a word of a fixed list",
        "doubts": "part of a row that goes",
        "exchange": "a venue",
        "exit_reason": "a word of the bot",
        "host": "a server's name",
        "indicator_fingerprint": "a sum",
        "indicators": "numbers under the indicators' names",
        "ingest_gaps.reason": "a word of a fixed list",
        "ingest_segments.path": "part of a row that goes",
        "interval": "a length of time",
        "kind": "a word of a fixed list",
        "level": "a word of a fixed list",
        "network": "a network",
        "order_id": "a venue's number",
        "pipeline": "the name of a pipeline file",
        "pool": "part of a row that goes",
        "program_version": "a version",
        "quote_asset": "part of a row that goes",
        "rule": "a word of the program",
        "schema_migrations.checksum": "a sum",
        "schema_migrations.name": "a step of the schema",
        "shard": "a share of the series",
        "signal_source": "a word of the bot",
        "signal_type": "a word of the bot",
        "source": "a program",
        "source_interval": "a length of time",
        "state": "part of a row that goes",
        "status": "a word of a fixed list",
        "strategy_id": "the name of a strategy",
        "timeframe": "a length of time",
        "trade_id": "a venue's number",
        "venue": "a venue",
        "venue_symbol": "part of a row that goes",
        "version": "a version",
    ]
}
