import ChandlerPostgres

/// One row or more for every table of the newest schema.
enum SampleRows {
    /// Statements by the version of the schema that first takes them.
    static let byVersion: [Int: String] = [
        1: """
        INSERT INTO instruments (symbol, venue, venue_symbol, base_asset, quote_asset, status)
        VALUES ('BTCUSDT', 'v', 'BTCUSDT', 'BTC', 'USDT', 'trading');
        CREATE TABLE market_data_y2024m03 PARTITION OF market_data
            FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-04-01 00:00+00');
        INSERT INTO market_data
            (venue, symbol, "interval", "timestamp", open, high, low, close, volume)
        VALUES ('v', 'BTCUSDT', '1h', '2024-03-05 10:00+00', 1, 3, 1, 2, 5);
        """,
        2: """
        INSERT INTO ingest_runs (command, arguments, version) VALUES ('ingest', '{}', '1');
        INSERT INTO ingest_watermarks VALUES ('BTCUSDT', '1h', 'v', '2024-03-05 10:00+00',
            '2024-03-05 10:00+00', '{}', '2024-03-05 11:00+00', 'none', 'x', NULL, now(), 1);
        INSERT INTO ingest_states VALUES
            ('BTCUSDT', '1h', 'v', '2024-03-05 10:00+00', 'tail', 'x', '\\x00');
        INSERT INTO ingest_segments (symbol, "interval", venue, range_start, range_end, host, path,
            pages, row_count, digest, first_fetched_at, last_fetched_at, run_id)
        VALUES ('BTCUSDT', '1h', 'v', now(), now(), 'h', 'p', 1, 1, 'd', now(), now(), 1);
        INSERT INTO ingest_gaps (symbol, "interval", venue, gap_start, gap_end, missing, status,
            run_id) VALUES ('BTCUSDT', '1h', 'v', '2024-03-01', '2024-03-02', 24, 'open', 1);
        INSERT INTO ingest_rejects (symbol, "interval", venue, rule, reason, payload, host, path,
            fetched_at, run_id) VALUES ('BTCUSDT', '1h', 'v', 'r', 'r', '{}', 'h', 'p', now(), 1);
        INSERT INTO candle_revisions (symbol, "interval", venue, "timestamp", old_open, old_high,
            old_low, old_close, old_volume, new_open, new_high, new_low, new_close, new_volume,
            seen_at, run_id) VALUES
            ('BTCUSDT', '1h', 'v', now(), 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, now(), 1);
        """,
        4: """
        INSERT INTO cubi.token_data (mint, network, source, observed_at, origins, raw_data)
        VALUES ('m', 'n', 's', now(), '{}', '{}');
        INSERT INTO cubi.token_candles VALUES
            ('m', 'p', '1h', 'v', 'n', '2024-03-05 10:00+00', 1, 2, 1, 2, NULL, NULL);
        INSERT INTO cubi.token_series (mint, pool, "interval", venue, network, coverage, indicators,
            indicator_fingerprint, is_stale, run_id)
        VALUES ('m', 'p', '1h', 'v', 'n', '{}', 'none', 'x', false, 1);
        """,
        5: """
        INSERT INTO trade_history (symbol, action, entry_price, entry_time, quantity)
        VALUES ('BTCUSDT', 'BUY', 1.00000001, '2024-03-05 09:00+00', 2);
        INSERT INTO open_positions (symbol, entry_price, entry_time, quantity)
        VALUES ('BTCUSDT', 1.00000001, '2024-03-05 09:00+00', 2);
        INSERT INTO trading_signals (symbol, signal_type, signal_source, direction, "timestamp")
        VALUES ('BTCUSDT', 'cross', 'ema', 'BUY', now());
        INSERT INTO performance_metrics ("date", symbol) VALUES ('2024-03-05', NULL),
            ('2024-03-05', 'BTCUSDT');
        INSERT INTO bot_settings (parameter_name, parameter_value) VALUES ('risk', '0.01');
        INSERT INTO analysis_results (symbol, analysis_type, "timestamp")
        VALUES ('BTCUSDT', 'trend', now());
        INSERT INTO model_performance (model_name, "timestamp") VALUES ('m', now());
        INSERT INTO system_logs (component, level, message) VALUES ('test', 'INFO', 'hello');
        INSERT INTO market_data_daily VALUES ('v', 'BTCUSDT', '2024-03-05', 1, 3, 1, 2, 5, NULL,
            NULL, NULL, '1h', 24);
        """,
        6: """
        INSERT INTO strategies (id, name)
        VALUES ('00000000-0000-0000-0000-000000000001', 'spread');
        INSERT INTO orders (id, order_id, symbol, side, order_type, quantity, status, exchange,
            source) VALUES ('00000000-0000-0000-0000-000000000002', 'o1', 'BTCUSDT', 'BUY',
            'LIMIT', 1, 'FILLED', 'binance', 'bot');
        INSERT INTO positions (id, symbol, side, quantity, status, strategy_id, opened_at)
        VALUES ('00000000-0000-0000-0000-000000000003', 'BTCUSDT', 'LONG', 1, 'OPEN',
            '00000000-0000-0000-0000-000000000001', now());
        INSERT INTO trades (trade_id, symbol, side, quantity, price, order_id, position_id,
            strategy_id, executed_at) VALUES ('t1', 'BTCUSDT', 'BUY', 1, 100,
            '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003',
            '00000000-0000-0000-0000-000000000001', '2024-03-05 23:59:59+00');
        INSERT INTO portfolio VALUES ('00000000-0000-0000-0000-000000000001', 'BTC', now(), 1, 100,
            'USDT');
        INSERT INTO audit_log (action, "table", key, after)
        VALUES ('INSERT', 'orders', 'o1', '{"symbol": "BTCUSDT"}');
        """,
        7: """
        CREATE TABLE cubi.trade_data_2024_03 PARTITION OF cubi.trade_data
            FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-04-01 00:00+00');
        INSERT INTO cubi.trade_data (token_mint, strategy_id, roi, entry_time)
        VALUES ('m', 's', 0.5, '2024-03-05 10:00+00');
        INSERT INTO cubi.backtest_results (strategy_id, token_mint, win, "timestamp")
        VALUES ('s', 'm', true, now());
        INSERT INTO cubi.daily_stats_kept ("date", trades, tokens) VALUES ('2023-01-01', 3, 2);
        """,
        9: "UPDATE bot_settings SET parameter_value = '0.02'",
        10: """
        INSERT INTO archives VALUES ('market_data', '2022-01-01', 0, '/archive', 'part-0.parquet',
            10, 4000, 'aa', 'bb', 10, '1', now(), now(), NULL, 1);
        INSERT INTO trades_by_symbol_day_kept VALUES ('BTCUSDT', '2022-01-03', 2, 1, 1, 2, 200, 1, 5, 4);
        """,
        11: """
        INSERT INTO backup_checks (kind, label, started_at, finished_at, tables_compared,
            rows_compared, differences, ok, version)
        VALUES ('physical', '20240301-120000F', now(), now(), 30, 4000,
            '[{"table": "public.orders"}]', false, '15.18');
        """,
    ]

    /// A run without the columns that version 12 added, so that older versions can be compared.
    private static let earlierRun = """
        ROW(t.run_id, t.command, t.arguments, t.version, t.status, t.exit_code, t.error, t.report,
            t.started_at, t.finished_at)::text
        """

    /// Fills the tables that a version of the schema made.
    static func insert(version: Int, _ connection: PostgresConnection) throws {
        if let statements = byVersion[version] { try connection.execute(statements) }
    }

    /// Every ordinary or partitioned table with all its rows, but for the list of migrations.
    static func contents(_ connection: PostgresConnection) throws -> [String: String] {
        let tables = try connection.query(
            """
            SELECT oid::regclass::text FROM pg_class
            WHERE relnamespace::regnamespace::text IN ('public', 'cubi') AND relkind IN ('r', 'p')
                AND NOT relispartition AND relname <> 'schema_migrations'
            """
        ).map { try $0.text(0) }
        var contents: [String: String] = [:]
        for table in tables {
            let row = table == "ingest_runs" ? earlierRun : "t::text"
            contents[table] = try connection.query(
                "SELECT coalesce(string_agg(\(row), '|' ORDER BY \(row)), '') FROM \(table) AS t"
            ).firstRow().text(0)
        }
        return contents
    }
}
