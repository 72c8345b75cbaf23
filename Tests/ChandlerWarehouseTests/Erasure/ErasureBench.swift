import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import ChandlerWarehouse
import Foundation
import TestSupport

/// A database in which everything names the same instrument and the same token, beside others.
struct ErasureBench {
    static let mint = "So1Forgotten1111111111111111111111111111111"
    static let other = "So1Kept111111111111111111111111111111111111"
    static let symbol = "FORGETUSDT"
    static let key = PseudonymKey(Array("0123456789abcdef0123456789abcdef".utf8))

    let bench: RetentionBench

    init() async throws { bench = try await RetentionBench() }

    var database: TestDatabase { bench.database }

    func options(
        _ subject: ErasureSubject,
        archive: String? = nil
    ) -> ErasureOptions {
        ErasureOptions(
            subject,
            archive: archive.map { ArchiveFolder($0) } ?? bench.archive,
            now: bench.now,
            version: "1.2.3"
        )
    }

    func erasure(
        _ subject: ErasureSubject,
        archive: String? = nil,
        over connection: PostgresConnection? = nil,
        observe: @escaping (ErasureStep) throws -> Void = { _ in }
    ) throws -> Erasure {
        Erasure(
            connection: try connection ?? database.connect(),
            options: options(subject, archive: archive),
            observe: observe
        )
    }

    @discardableResult
    func forget(
        _ kind: ErasureSubject.Kind,
        _ name: String,
        observe: @escaping (ErasureStep) throws -> Void = { _ in }
    ) throws -> ErasureReport {
        try erasure(try ErasureSubject(kind, [name]), observe: observe).run(key: Self.key)
    }

    /// Every table with rows whose text has a word, with their number.
    func holders(of word: String) throws -> [String: Int] {
        let tables = try database.column(
            """
            SELECT oid::regclass::text FROM pg_class
            WHERE relnamespace::regnamespace::text IN ('public', 'cubi')
                AND relkind IN ('r', 'p', 'm', 'v') AND NOT relispartition ORDER BY 1
            """
        )
        var holders: [String: Int] = [:]
        for table in tables {
            let rows = try database.count("\(table) AS t", where: "t::text ~ '\(word)'")
            if rows > 0 { holders[table] = rows }
        }
        return holders
    }

    /// Rows of the instrument, of another whose name begins like it, and texts that name it.
    func fillInstruments() async throws {
        try await bench.makeMonths(.marketData, [month("2022-01"), month("2024-05")])
        for (number, symbol) in [Self.symbol, "OTHERUSDT", "FORGETUSDT2"].enumerated() {
            let id = "00000000-0000-0000-0000-00000000000\(number)"
            try database.execute(
                """
                INSERT INTO instruments VALUES
                    ('\(symbol)', 'kraken', 'X\(symbol)X', 'A', 'B', 'trading', 1, 1);
                INSERT INTO market_data (venue, symbol, "interval", "timestamp", open, high, low,
                    close, volume, indicators)
                SELECT 'v', '\(symbol)', '1h', t + n * interval '1 hour', 1, 3, 1, 2, 5,
                    '{"rsi_14": 50}'
                FROM generate_series(0, 99) AS n,
                    unnest(ARRAY['2022-01-03', '2024-05-03']::timestamptz[]) AS t;
                INSERT INTO market_data_daily VALUES ('v', '\(symbol)', '2024-03-05', 1, 3, 1, 2, 5,
                    NULL, NULL, NULL, '1h', 24);
                INSERT INTO ingest_watermarks VALUES ('\(symbol)', '1h', 'v', now(), now(), '{}',
                    now(), 'none', 'x', NULL, now(), 1);
                INSERT INTO ingest_states VALUES ('\(symbol)', '1h', 'v', now(), 'tail', 'x', '');
                INSERT INTO ingest_segments (symbol, "interval", venue, range_start, range_end,
                    host, path, pages, row_count, digest, first_fetched_at, last_fetched_at, run_id)
                VALUES ('\(symbol)', '1h', 'v', now(), now(), 'h', '/x?s=\(symbol)', 1, 1, 'd',
                    now(), now(), 1);
                INSERT INTO ingest_gaps (symbol, "interval", venue, gap_start, gap_end, missing,
                    status, run_id) VALUES ('\(symbol)', '1h', 'v', '2024-01-01', '2024-01-02', 1,
                    'open', 1);
                INSERT INTO ingest_rejects (symbol, "interval", venue, rule, reason, payload, host,
                    path, fetched_at, run_id) VALUES ('\(symbol)', '1h', 'v', 'r', 'r', '{}', 'h',
                    'p', now(), 1);
                INSERT INTO ingest_rejects (symbol, "interval", venue, rule, reason, payload, host,
                    path, fetched_at, run_id) VALUES ('-', '1h', 'v', 'r', 'r',
                    '{"s": "\(symbol)"}', 'h', 'p', now(), 1);
                INSERT INTO candle_revisions (symbol, "interval", venue, "timestamp", old_open,
                    old_high, old_low, old_close, old_volume, new_open, new_high, new_low,
                    new_close, new_volume, seen_at, run_id) VALUES
                    ('\(symbol)', '1h', 'v', now(), 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, now(), 1);
                INSERT INTO ingest_runs (command, arguments, version, error, report) VALUES
                    ('ingest', '{"arguments": ["--symbol", "\(symbol.lowercased())"]}', '1',
                    'no \(symbol) there', '{"\(symbol)": ["X\(symbol)X", 1]}');
                INSERT INTO system_logs ("timestamp", component, level, message, details) VALUES
                    ('2023-05-05', 'bot', 'INFO', 'bought \(symbol)!', '{"b": "\(symbol)", "aa": 1}'),
                    ('2024-06-05', 'bot', 'INFO', 'bought \(symbol)!', '{"b": "\(symbol)", "aa": 1}');
                INSERT INTO trade_history (symbol, action, entry_price, entry_time, quantity)
                VALUES ('\(symbol)', 'BUY', 1, '2024-03-05', 2);
                INSERT INTO open_positions (symbol, entry_price, entry_time, quantity)
                VALUES ('\(symbol)', 1, '2024-03-05', 2);
                INSERT INTO trading_signals (symbol, signal_type, signal_source, direction,
                    "timestamp", parameters)
                VALUES ('\(symbol)', 'cross', 'ema', 'BUY', '2022-03-05', '{"of": "\(symbol)"}'),
                    ('OTHERUSDT', 'cross', 'ema', 'BUY', '2022-03-06', '{"of": "\(symbol)"}');
                INSERT INTO performance_metrics ("date", symbol) VALUES ('2024-03-05', '\(symbol)');
                INSERT INTO analysis_results (symbol, analysis_type, "timestamp", result_summary)
                VALUES ('\(symbol)', 'trend', now(), 'x'), ('-', 't', now(), 'of \(symbol).');
                INSERT INTO model_performance (model_name, symbol, "timestamp", metrics)
                VALUES ('m', '\(symbol)', now(), NULL), ('m', NULL, now(), '{"\(symbol)": 1}');
                INSERT INTO strategies (id, name, parameters)
                VALUES ('\(id)', 's\(number)', '{"watch": ["\(symbol)"]}');
                INSERT INTO bot_settings (parameter_name, parameter_value)
                VALUES ('watch\(number)', '\(symbol)');
                INSERT INTO orders (id, order_id, symbol, side, order_type, quantity, status,
                    exchange, source) VALUES ('\(id)', 'o\(number)', '\(symbol)', 'BUY', 'LIMIT', 1,
                    'FILLED', 'x', 'bot');
                INSERT INTO positions (id, symbol, side, quantity, status, strategy_id, opened_at)
                VALUES ('\(id)', '\(symbol)', 'LONG', 1, 'OPEN', '\(id)', now());
                INSERT INTO trades (trade_id, symbol, side, quantity, price, order_id, position_id,
                    strategy_id, executed_at)
                VALUES ('t\(number)', '\(symbol)', 'BUY', 1, 100, '\(id)', '\(id)', '\(id)', now()),
                    ('u\(number)', 'OTHERUSDT', 'BUY', 1, 100, '\(id)', '\(id)', '\(id)', now());
                INSERT INTO trades_by_symbol_day_kept (symbol, trade_date, trade_count, buy_count,
                    sell_count) VALUES ('\(symbol)', '2020-01-01', 1, 1, 0);
                INSERT INTO portfolio VALUES ('\(id)', '\(symbol)', now(), 1, 100, 'USDT');
                INSERT INTO cubi.token_data (mint, network, source, observed_at, origins, raw_data,
                    symbol) VALUES ('m\(number)', 'n', 's', now(), '{}', '{}', '\(symbol)');
                REFRESH MATERIALIZED VIEW trades_by_symbol_day;
                """
            )
        }
    }

    /// Rows of the token and of another, on two networks, and texts that name it and its pool.
    func fillTokens() async throws {
        try await bench.makeMonths(.tradeData, [month("2023-01"), month("2024-05")])
        for (mint, network) in [
            (Self.mint, "solana"), (Self.mint, "base"), (Self.other, "solana"),
        ] {
            let pool = "Poo1Of\(mint.prefix(14))\(network)"
            try database.execute(
                """
                INSERT INTO cubi.token_data (mint, network, source, observed_at, origins, raw_data)
                VALUES ('\(mint)', '\(network)', 's', '2024-05-05', '{}', '{"m": "\(mint)"}'),
                    ('x\(network)\(mint.prefix(8))', '\(network)', 's', now(), '{}',
                     '{"pair": "\(pool)", "with": "\(mint)"}');
                INSERT INTO cubi.token_candles VALUES ('\(mint)', '\(pool)', '1h', 'v',
                    '\(network)', '2024-03-05', 1, 2, 1, 2, NULL, NULL);
                INSERT INTO cubi.token_series (mint, pool, "interval", venue, network, coverage,
                    indicators, indicator_fingerprint, is_stale, run_id)
                VALUES ('\(mint)', '\(pool)', '1h', 'v', '\(network)', '{}', 'none', 'x', false, 1);
                INSERT INTO cubi.trade_data (token_mint, strategy_id, roi, entry_time, features)
                SELECT '\(mint)', 's', n, t + n * interval '1 hour', '{"liquidity": 1.50}'::jsonb
                FROM generate_series(0, 49) AS n,
                    unnest(ARRAY['2023-01-03', '2024-05-03']::timestamptz[]) AS t
                UNION ALL SELECT '\(Self.other)', 't', 1, t, '{"zz": "\(mint)", "a": 2.50}'
                FROM unnest(ARRAY['2023-01-09', '2024-05-09']::timestamptz[]) AS t;
                INSERT INTO cubi.backtest_results (strategy_id, token_mint, win, "timestamp")
                VALUES ('s', '\(mint)', true, now());
                INSERT INTO ingest_rejects (symbol, "interval", venue, rule, reason, payload, host,
                    path, fetched_at, run_id) VALUES ('\(pool)', '1h', 'v', 'r', 'r', '{}', 'h',
                    '/pools/\(pool)/ohlcv', now(), 1);
                INSERT INTO ingest_runs (command, arguments, version, report) VALUES ('tokens',
                    '{"arguments": ["--mint=\(mint)"]}', '1', '{"pool": "\(pool)"}');
                INSERT INTO system_logs ("timestamp", component, level, message, details) VALUES
                    ('2023-05-05', 'bot', 'INFO', 'sold \(mint)', '{"mint": "\(mint)"}'),
                    (now(), 'bot', 'INFO', 'sold \(mint)', '{"mint": "\(mint)"}');
                REFRESH MATERIALIZED VIEW cubi.daily_stats;
                """
            )
        }
    }
}
