import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Tables as files, and back.
    @Suite struct TableExportTests {
        private func prepared() async throws -> (Chandler, TestDatabase, ScratchFolder) {
            let database = try TestCluster.shared().makeDatabase()
            let scratch = try ScratchFolder("export-table")
            var chandler = Chandler(database: database)
            chandler.environment["CHANDLER_HOME"] = scratch.path + "/home"
            _ = try await chandler.run("db", "migrate").succeeded()
            try database.execute(
                """
                INSERT INTO trades (trade_id, symbol, side, quantity, price, executed_at, metadata)
                SELECT 't' || n, CASE WHEN n % 2 = 0 THEN 'BTCUSDT' ELSE 'ETHUSDT' END, 'BUY', n / 7e0,
                    100 + n, '2024-03-01'::timestamptz + n * interval '1 hour', '{"n": 1.50}'
                FROM generate_series(1, 100) AS n;
                INSERT INTO cubi.backtest_results (strategy_id, token_mint, win, "timestamp")
                SELECT 's', 'MintOf' || n % 5, true, '2024-03-01' FROM generate_series(1, 20) AS n
                """
            )
            return (chandler, database, scratch)
        }

        @Test(arguments: ["parquet", "csv.gz", "jsonl"])
        func tradesGoOutAndComeBack(format: String) async throws {
            let (chandler, database, scratch) = try await prepared()
            let rows = "SELECT md5(string_agg(t::text, '|' ORDER BY trade_id)) FROM trades AS t"
            let before = try database.value(rows)
            let run = try await chandler.run(
                "export-table",
                "trades",
                "--out",
                scratch.path + "/out",
                "--format",
                format,
                "--json"
            ).succeeded().document()
            #expect(run["rows"].int == 100)
            #expect(run["columns"].elements.count == 18)
            let file = try #require(run["file"].text)
            try database.execute("DELETE FROM trades")
            let load = try await chandler.run("import", "--table", "trades", file, "--json")
                .succeeded().document()
            #expect(load["inserted"].int == 100)
            #expect(try database.value(rows) == before)
        }

        @Test func pseudonymsAreTheSameUnderOneKey() async throws {
            let (chandler, database, scratch) = try await prepared()
            var files: [[String: Data]] = []
            for name in ["a", "b"] {
                let run = try await chandler.run(
                    "export-table",
                    "cubi.backtest_results",
                    "--out",
                    "\(scratch.path)/\(name)",
                    "--format",
                    "jsonl",
                    "--pseudonymise",
                    "default",
                    "--json"
                ).succeeded().document()
                #expect(run["pseudonymised"][0].text == "token_mint")
                #expect(run["key_fingerprint"].text?.count == 16)
                files.append(try filesBelow("\(scratch.path)/\(name)"))
            }
            #expect(files[0] == files[1] && files[0].count == 2)
            for data in files[0].values {
                #expect(!String(decoding: data, as: UTF8.self).contains("MintOf"))
            }
            let other = try await chandler.run(
                "export-table",
                "cubi.backtest_results",
                "--out",
                scratch.path + "/c",
                "--format",
                "jsonl",
                "--pseudonymise",
                "token_mint",
                "--key-file",
                scratch.path + "/other.key"
            ).succeeded()
            #expect(other.output.contains("hidden: token_mint under the key"), "\(other)")
            #expect(try filesBelow(scratch.path + "/c") != files[0])
            #expect(try database.count("cubi.backtest_results") == 20)
        }

        @Test func partsAreChosen() async throws {
            let (chandler, database, scratch) = try await prepared()
            let run = try await chandler.run(
                "export-table",
                "trades",
                "--out",
                scratch.path + "/out",
                "--from",
                "2024-03-02",
                "--to",
                "2024-03-03",
                "--where-symbol",
                "BTCUSDT",
                "--json"
            ).succeeded().document()
            #expect(run["rows"].int == 12)
            #expect(try database.count("trades") == 100)
        }

        @Test func wrongWordsAreUsageFaults() async throws {
            let (chandler, database, scratch) = try await prepared()
            let open = try scratch.write(String(repeating: "k", count: 64), to: "open.key")
            let cases: [(words: [String], code: Int32)] = [
                (["nonsense"], 64), (["trades", "--format", "xml"], 64),
                (["trades", "--pseudonymise", "default"], 64),
                (["trades", "--pseudonymise", "mint"], 64),
                (["trades", "--key-file", open], 64),
                (["trades", "--from", "2024-03-02", "--to", "2024-03-01"], 64),
                (["trades", "--pseudonymise", "symbol", "--key-file", open], 78),
            ]
            for fault in cases {
                let run = try await chandler.run(
                    ["export-table", "--out", scratch.path + "/out"] + fault.words
                )
                #expect(run.exitCode == fault.code, "\(run)")
            }
            #expect(try database.count("trades") == 100)
        }
    }
}
