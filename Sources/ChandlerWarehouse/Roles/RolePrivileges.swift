import ChandlerStore

/// What each role may do: the one place that says so.
///
/// `chandler_app` may DELETE only where the program deletes: states and gaps that a load replaces,
/// and positions whose trade is over. What retention keeps and removes is the owner's work.
///
/// `chandler_reader` does not see what is no report or may hold what not everybody should know:
/// settings (keys of accounts), the rows of outside systems that were refused (where they belong
/// is in `ingest_rejected`), who changed what (`audit_log`), the log of the systems, and states,
/// which are only bytes.
enum RolePrivileges {
    /// A table or view with what two of the roles may do; the owner may do everything.
    struct Entry: Sendable, Hashable {
        let name: String
        let app: TablePrivileges
        let reader: TablePrivileges

        init(_ name: String, app: TablePrivileges, reader: TablePrivileges) {
            self.name = name
            self.app = app
            self.reader = reader
        }

        /// What a role may do.
        func privileges(of role: DatabaseRole) -> TablePrivileges {
            switch role {
            case .owner: []
            case .app: app
            case .reader: reader
            }
        }
    }

    /// Every table and view; months have the privileges of their table.
    static let relations: [Entry] = ledger + tradingBot + spreadTrading + tokens

    /// Sequences that a default of a column asks; those of identity columns need no privilege.
    static let sequences = ["market_data_id_seq", "cubi.trade_data_id_seq"]

    /// The functions of `chandler_upkeep` that `chandler_app` may call.
    static let functions = [
        "make_month", "index_month", "attach_month", "ensure_month", "refresh_view",
    ]

    /// The schema of those functions.
    static let functionSchema = "chandler_upkeep"

    /// What tables that the owner makes begin with, so that months made by hand can be used.
    static let ofNewTables = Entry("", app: .write, reader: .read)

    private static let ledger = [
        Entry("schema_migrations", app: .read, reader: .read),
        Entry("market_data", app: .write, reader: .read),
        Entry("market_data_daily", app: .read, reader: .read),
        Entry("instruments", app: .write, reader: .read),
        Entry("ingest_runs", app: .write, reader: .read),
        Entry("ingest_watermarks", app: .write, reader: .read),
        Entry("ingest_states", app: .replace, reader: []),
        Entry("ingest_segments", app: .append, reader: .read),
        Entry("ingest_gaps", app: .replace, reader: .read),
        Entry("ingest_rejects", app: .append, reader: []),
        Entry("ingest_rejected", app: .read, reader: .read),
        Entry("candle_revisions", app: .append, reader: .read),
        Entry("archives", app: .read, reader: .read),
        Entry("backup_checks", app: .read, reader: .read),
    ]

    private static let tradingBot = [
        Entry("trade_history", app: .write, reader: .read),
        Entry("open_positions", app: .replace, reader: .read),
        Entry("trading_signals", app: .write, reader: .read),
        Entry("performance_metrics", app: .write, reader: .read),
        Entry("bot_settings", app: .write, reader: []),
        Entry("analysis_results", app: .write, reader: .read),
        Entry("model_performance", app: .write, reader: .read),
        Entry("system_logs", app: .append, reader: []),
    ]

    private static let spreadTrading = [
        Entry("strategies", app: .write, reader: .read),
        Entry("orders", app: .write, reader: .read),
        Entry("positions", app: .write, reader: .read),
        Entry("trades", app: .write, reader: .read),
        Entry("portfolio", app: .write, reader: .read),
        Entry("audit_log", app: [], reader: []),
        Entry("trades_by_symbol_day", app: .read, reader: .read),
        Entry("trades_by_symbol_day_kept", app: .read, reader: .read),
    ]

    private static let tokens = [
        Entry("cubi.token_data", app: .append, reader: .read),
        Entry("cubi.token_candles", app: .write, reader: .read),
        Entry("cubi.token_series", app: .write, reader: .read),
        Entry("cubi.trade_data", app: .write, reader: .read),
        Entry("cubi.backtest_results", app: .write, reader: .read),
        Entry("cubi.daily_stats_kept", app: .read, reader: .read),
        Entry("cubi.daily_stats_live", app: .read, reader: .read),
        Entry("cubi.daily_stats", app: .read, reader: .read),
        Entry("cubi.strategy_performance", app: .read, reader: .read),
        Entry("cubi.token_performance", app: .read, reader: .read),
    ]
}
