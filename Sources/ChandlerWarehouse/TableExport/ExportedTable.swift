import ChandlerPostgres

/// A table that goes to files, and what no catalog says of it.
struct ExportedTable: Sendable, Hashable {
    /// The table.
    let name: String
    /// The column that says when a row was.
    let timeColumn: String

    /// Every table but the list of migrations.
    static let all: [ExportedTable] = [
        ("market_data", "timestamp"), ("market_data_daily", "timestamp"),
        ("instruments", "updated_at"), ("trade_history", "entry_time"),
        ("open_positions", "entry_time"), ("trading_signals", "timestamp"),
        ("performance_metrics", "date"), ("bot_settings", "updated_at"),
        ("analysis_results", "timestamp"), ("model_performance", "timestamp"),
        ("system_logs", "timestamp"), ("strategies", "created_at"), ("orders", "created_at"),
        ("positions", "opened_at"), ("trades", "executed_at"), ("portfolio", "as_of"),
        ("audit_log", "when"), ("cubi.token_data", "observed_at"),
        ("cubi.token_candles", "timestamp"), ("cubi.token_series", "updated_at"),
        ("cubi.trade_data", "entry_time"), ("cubi.backtest_results", "timestamp"),
        ("cubi.daily_stats_kept", "date"), ("ingest_runs", "started_at"),
        ("ingest_watermarks", "updated_at"), ("ingest_states", "last_open_time"),
        ("ingest_segments", "range_start"), ("ingest_gaps", "gap_start"),
        ("ingest_rejects", "fetched_at"), ("candle_revisions", "timestamp"),
        ("trades_by_symbol_day_kept", "trade_date"), ("archives", "month"),
        ("backup_checks", "started_at"),
    ].map { ExportedTable(name: $0.0, timeColumn: $0.1) }

    /// Finds a table, with or without `public.`.
    ///
    /// - Throws: ``WarehouseError`` with code `usage` that lists the tables.
    static func named(_ name: String) throws(WarehouseError) -> ExportedTable {
        let plain = name.lowercased()
        if let table = all.first(where: { $0.name == plain || "public.\($0.name)" == plain }) {
            return table
        }
        throw WarehouseError(
            .usage,
            "export \(name.inQuotes): there is no such table; there are "
                + all.map(\.name).joined(separator: ", ")
        )
    }

    /// The columns of tokens' names that are hidden unless others are named.
    static let tokenNames = ["mint", "token_mint", "pool", "symbol"]

    /// Columns that hold no name, although they are documents.
    static let harmlessDocuments: Set<String> = ["indicators"]
    /// Columns that may hold names, although they are no documents.
    static let tellingTexts: Set<String> = ["doubts"]
}
