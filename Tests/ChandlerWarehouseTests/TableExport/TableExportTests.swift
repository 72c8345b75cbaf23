import ChandlerCore
import ChandlerDigest
import ChandlerParquet
import ChandlerPostgres
import ChandlerStore
import Foundation
import TestSupport
import Testing

@testable import ChandlerWarehouse

@Suite struct TableExportTests {
    private static let key = PseudonymKey(Array("0123456789abcdef0123456789abcdef".utf8))

    private func export(
        _ table: String,
        _ bench: RetentionBench,
        to folder: String = "out",
        _ change: (inout TableExportOptions) -> Void = { _ in }
    ) throws -> TableExportReport {
        var options = TableExportOptions(
            table: table,
            folder: "\(bench.scratch.path)/\(folder)",
            version: "1.2.3"
        )
        change(&options)
        return try TableExport(connection: try bench.database.connect(), options: options).run()
    }

    /// The lines of a packed or plain file.
    private func lines(_ report: TableExportReport) throws -> [String] {
        var bytes = Array(try #require(FileManager.default.contents(atPath: report.path)))
        if report.path.hasSuffix(".gz") { bytes = try Gzip.decompress(bytes, limit: 1 << 24) }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func fillTokens(_ bench: RetentionBench) async throws {
        try await bench.makeMonths(.tradeData, [month("2024-03"), month("2024-04")])
        try bench.connection.execute(
            #"""
            INSERT INTO cubi.token_data (mint, network, source, observed_at, symbol, origins,
                raw_data, price, doubts)
            SELECT 'Mint' || n, 'solana', 's', '2024-03-05', 'T' || n, '{}',
                format('{"m": "Mint%s"}', n)::jsonb, n / 3e9, ARRAY['Mint' || n]
            FROM generate_series(1, 20) AS n;
            INSERT INTO cubi.trade_data (token_mint, strategy_id, roi, roi_per_sec, time_held,
                entry_time, exit_time, features, exit_reason)
            SELECT 'Mint' || n, 's,1 "x"', CASE WHEN n = 3 THEN 'NaN' ELSE n / 3e0 END,
                nullif(n, 4), 1e-300 * n, '2024-03-31 23:59:59.123456+00'::timestamptz
                    + n * interval '1 ms', NULL,
                CASE WHEN n <> 5 THEN '{"a": 1.50, "b\n": "ä\u2028"}'::jsonb END,
                CASE n WHEN 1 THEN '' WHEN 2 THEN E'line\nbreak' WHEN 6 THEN ' x ' END
            FROM generate_series(1, 20) AS n;
            INSERT INTO cubi.trade_data (token_mint, strategy_id, entry_time)
            VALUES ('Mint1', 's', '2024-04-30');
            INSERT INTO cubi.token_candles SELECT 'Mint' || n, 'Pool' || n, '1h', 'v', 'solana',
                '2024-03-05', 1, 2, 1, 2, NULL, '{"rsi_14": 1}' FROM generate_series(1, 20) AS n
            """#
        )
    }

    private func fillTrades(_ bench: RetentionBench) throws {
        try bench.connection.execute(
            #"""
            INSERT INTO strategies (id, name)
            VALUES ('00000000-0000-0000-0000-000000000001', 'spread');
            INSERT INTO orders (id, order_id, symbol, side, order_type, quantity, status, exchange,
                source) VALUES ('00000000-0000-0000-0000-000000000002', 'o1', 'BTCUSDT', 'BUY',
                'LIMIT', 1, 'FILLED', 'binance', 'bot');
            INSERT INTO positions (id, symbol, side, quantity, status, strategy_id, opened_at)
            VALUES ('00000000-0000-0000-0000-000000000003', 'BTCUSDT', 'LONG', 1, 'OPEN',
                '00000000-0000-0000-0000-000000000001', now());
            INSERT INTO trades (trade_id, symbol, side, quantity, price, fees, pnl, order_id,
                position_id, strategy_id, exchange, executed_at, signal_strength, exit_reason,
                metadata)
            SELECT 't' || n, CASE WHEN n % 2 = 0 THEN 'BTCUSDT' ELSE 'ETHUSDT' END,
                CASE WHEN n % 3 = 0 THEN 'BUY' ELSE 'SELL' END::order_side, n / 7e0, 1e20 / n, NULL,
                'Infinity', CASE WHEN n % 5 > 0 THEN '00000000-0000-0000-0000-000000000002'::uuid
                END, '00000000-0000-0000-0000-000000000003',
                '00000000-0000-0000-0000-000000000001', NULL,
                '2024-03-01'::timestamptz + n * interval '1 hour', -n * 1e-10,
                CASE n WHEN 1 THEN '' WHEN 2 THEN 'a,"b"' END,
                CASE WHEN n % 2 = 0 THEN '{"x": [1.0, null, "é\""]}'::jsonb END
            FROM generate_series(1, 50) AS n
            """#
        )
    }

    @Test(arguments: TableExportOptions.Format.allCases)
    func tradesComeBackThroughImport(format: TableExportOptions.Format) async throws {
        let bench = try await RetentionBench()
        try fillTrades(bench)
        let before = try bench.dump("trades")
        let report = try export("trades", bench) { $0.format = format }
        #expect(report.rows == 50)
        try bench.connection.execute("DELETE FROM trades")
        let done = try TableImport(
            try bench.database.connect(),
            ImportOptions(table: try #require(ImportTable.named("trades")), path: report.path)
        ).run()
        #expect(done.inserted == 50 && done.rejected == 0, "\(done)")
        #expect(try bench.dump("trades") == before)
    }

    @Test(arguments: TableExportOptions.Format.allCases)
    func tokenTradesComeBackThroughImport(format: TableExportOptions.Format) async throws {
        let bench = try await RetentionBench()
        try await fillTokens(bench)
        // Rows get new numbers.
        let rows = """
            SELECT md5(string_agg(r, '|' ORDER BY r)) FROM (
                SELECT (to_jsonb(t) - 'id')::text || coalesce(roi::text, '-') AS r
                FROM cubi.trade_data AS t) AS t
            """
        let before = try bench.database.value(rows)
        let report = try export("cubi.trade_data", bench) { $0.format = format }
        #expect(report.rows == 21)
        try bench.connection.execute("DELETE FROM cubi.trade_data")
        let table = try #require(ImportTable.named("cubi.trade_data"))
        let done = try TableImport(
            try bench.database.connect(),
            ImportOptions(table: table, path: report.path)
        ).run()
        #expect(done.inserted == 21 && done.rejected == 0, "\(done)")
        #expect(try bench.database.value(rows) == before)
    }

    @Test func pseudonymsJoinAcrossTablesAndFormats() async throws {
        let bench = try await RetentionBench()
        try await fillTokens(bench)
        let trades = try export("cubi.trade_data", bench) {
            $0.pseudonymised = ["default"]
            $0.key = Self.key
            $0.format = .csv
        }
        let tokens = try export("cubi.token_data", bench) {
            $0.pseudonymised = ["default"]
            $0.key = Self.key
        }
        #expect(trades.pseudonymised == ["token_mint"] && trades.leftOut == ["features"])
        #expect(tokens.pseudonymised == ["mint", "symbol"])
        #expect(Set(tokens.leftOut) == ["origins", "doubts", "raw_data"])
        #expect(tokens.keyFingerprint == Self.key.fingerprint)
        let header = try lines(trades)[0].split(separator: ",").map(String.init)
        let place = try #require(header.firstIndex(of: "token_mint"))
        let inTrades = Set(
            try lines(trades).dropFirst().compactMap { line in
                line.split(separator: ",", omittingEmptySubsequences: false)
                    .map(String.init)[safe: place]
            }.filter { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil }
        )
        let reader = try ParquetFileReader(source: try FileBytes(tokens.path))
        let column = try #require(reader.schema.columns.firstIndex { $0.name == "mint" })
        guard case .strings(let mints, _) = try reader.readRowGroup(0)[column] else {
            throw TestFailure("mint is no text")
        }
        #expect(inTrades == Set(mints) && mints.count == 20)
        #expect(mints.contains(String(Self.key.hash.hex(of: "Mint7").prefix(32))))
        // Neither file nor manifest has a mint or the key.
        for (name, data) in try filesBelow(bench.scratch.path + "/out") {
            var bytes = Array(data)
            if name.hasSuffix(".gz") { bytes = try Gzip.decompress(bytes, limit: 1 << 24) }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("Mint") && !text.contains("0123456789abcdef01"), "\(name)")
        }
    }

    @Test func nullStaysNullAndOtherKeysGiveOtherPseudonyms() async throws {
        let bench = try await RetentionBench()
        try bench.connection.execute(
            """
            INSERT INTO model_performance (model_name, symbol, "timestamp", metrics)
            VALUES ('m', NULL, '2024-03-01', '{"a": 1}'), ('m', 'BTCUSDT', '2024-03-02', NULL)
            """
        )
        func values(_ key: PseudonymKey) throws -> [String] {
            try lines(
                try export("model_performance", bench) {
                    $0.pseudonymised = ["symbol"]
                    $0.key = key
                    $0.format = .jsonl
                    $0.keepsJSON = true
                }
            )
        }
        let first = try values(Self.key)
        let hash = String(Self.key.hash.hex(of: "BTCUSDT").prefix(32))
        #expect(first.count == 2)
        #expect(first[0].contains(#""symbol": null"#) && first[0].contains(#"{"a": 1}"#))
        #expect(first[1].contains(#""symbol": "\#(hash)""#))
        #expect(try values(PseudonymKey(Array("another".utf8)))[1] != first[1])
    }

    @Test func repeatedExportsAreEqualByteForByte() async throws {
        let bench = try await RetentionBench()
        try await fillTokens(bench)
        for table in ["cubi.token_data", "cubi.trade_data", "cubi.token_candles"] {
            for format in TableExportOptions.Format.allCases {
                for folder in ["first", "second"] {
                    _ = try export(table, bench, to: folder) {
                        $0.format = format
                        $0.pseudonymised = format == .csv ? [] : ["default"]
                        $0.key = Self.key
                    }
                }
            }
        }
        let first = try filesBelow(bench.scratch.path + "/first")
        #expect(try filesBelow(bench.scratch.path + "/second") == first)
        #expect(first.count == 12)
    }

    @Test func hiddenKeysTellNothingByTheirOrder() async throws {
        let bench = try await RetentionBench()
        try await fillTokens(bench)
        let rows = try lines(
            try export("cubi.token_candles", bench) {
                $0.pseudonymised = ["default"]
                $0.key = Self.key
                $0.format = .jsonl
            }
        )
        let mints = try bench.database.column(
            #"SELECT mint FROM cubi.token_candles ORDER BY mint COLLATE "C""#
        )
        let sorted = mints.map { String(Self.key.hash.hex(of: $0).prefix(32)) }
        let order = sorted.map { pseudonym in rows.firstIndex { $0.contains(pseudonym) } ?? -1 }
        #expect(Set(order).count == 20)
        #expect(order != order.sorted())
    }

    @Test func theManifestSaysWhatIsThere() async throws {
        let bench = try await RetentionBench()
        try await fillTokens(bench)
        let report = try export("cubi.trade_data", bench) {
            $0.from = Timestamp(parsing: "2024-04-01")
            $0.to = Timestamp(parsing: "2024-05-01")
        }
        #expect(report.rows == 1)
        let data = try #require(FileManager.default.contents(atPath: report.manifest))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let manifest = try decoder.decode(ExportManifest.self, from: data)
        #expect(manifest.rows == 1 && manifest.file == "cubi.trade_data.parquet")
        #expect(manifest.columns.count == 10 && !manifest.columns.contains(where: \.pseudonymised))
        let bytes = try #require(FileManager.default.contents(atPath: report.path))
        var sum = SHA256()
        bytes.withUnsafeBytes { sum.update($0) }
        #expect(manifest.sha256 == sum.finishHex() && manifest.bytes == bytes.count)
        #expect(manifest.keyFingerprint == nil)
    }

    @Test func rowsOfASymbolAreChosen() async throws {
        let bench = try await RetentionBench()
        try fillTrades(bench)
        #expect(try export("trades", bench) { $0.symbol = "BTCUSDT" }.rows == 25)
        #expect(try export("public.trades", bench) { $0.symbol = "it's \\" }.rows == 0)
    }

    @Test func everyTableIsExportedInEveryFormat() async throws {
        let bench = try await RetentionBench()
        let tables = try bench.database.column(
            """
            SELECT oid::regclass::text FROM pg_class
            WHERE relnamespace::regnamespace::text IN ('public', 'cubi') AND relkind IN ('r', 'p')
                AND NOT relispartition AND relname <> 'schema_migrations'
            """
        )
        #expect(Set(tables) == Set(ExportedTable.all.map(\.name)))
        for table in tables {
            for format in TableExportOptions.Format.allCases {
                let report = try export(table, bench) {
                    $0.format = format
                    $0.from = Timestamp(parsing: "2024-01-01")
                }
                #expect(report.rows == 0 || table == "archives", "\(table)")
            }
        }
    }

    @Test func wrongWordsAreRefused() async throws {
        let bench = try await RetentionBench()
        let cases: [(String, (inout TableExportOptions) -> Void, String)] = [
            ("nonsense", { _ in }, "market_data"),
            ("schema_migrations", { _ in }, "market_data"),
            ("trades", { $0.pseudonymised = ["default"] }, "default"),
            ("trades", { $0.pseudonymised = ["mint"] }, "trade_id"),
            ("trades", { $0.pseudonymised = ["symbol"] }, "key"),
            ("cubi.trade_data", { $0.symbol = "X" }, "no column of symbols"),
        ]
        for (table, change, word) in cases {
            let error = #expect(throws: WarehouseError.self, "\(table)") {
                try export(table, bench, change)
            }
            #expect(error?.code == .usage && error?.message.contains(word) == true, "\(table)")
        }
        #expect(try filesBelow(bench.scratch.path + "/out").isEmpty)
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
