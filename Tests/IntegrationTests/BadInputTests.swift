import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A fault in what a person typed: the right code, a sentence that helps, nothing written.
    @Suite struct BadInputTests {
        struct Case: CustomTestStringConvertible, Sendable {
            var symbol = "BTCUSDT"
            var from = "2024-01-01"
            var more: [String] = []
            /// Words the error must hold.
            let says: [String]

            var testDescription: String { "\(symbol) \(from) \(more.joined(separator: " "))" }
        }

        private static let cases = [
            Case(symbol: "NOSUCHCOIN", says: ["NOSUCHCOIN", "binance"]),
            Case(from: "2024-13-01", says: ["2024-13-01", "--from"]),
            Case(from: "2024-02-30", says: ["2024-02-30"]),
            Case(from: "yesterday", says: ["yesterday", "90d"]),
            Case(from: "", says: ["--from"]),
            Case(more: ["--to", "2023-01-01"], says: ["--to", "--from"]),
            Case(more: ["--to", "2024-01-01"], says: ["--to", "--from"]),
            Case(from: "2030-01-01", says: ["BTCUSDT", "2030-01-01"]),
            Case(more: ["--interval", "7m"], says: ["7m", "--interval"]),
            Case(more: ["--interval", "1 m"], says: ["--interval"]),
            Case(more: ["--interval", ""], says: ["--interval"]),
            Case(more: ["--venue", "nasdaq"], says: ["nasdaq", "binance"]),
            Case(more: ["--venue", "kraken", "--interval", "3m"], says: ["3m", "--resample"]),
            Case(more: ["--venue", "gate", "--archive-url", "http://a.b"], says: ["archive"]),
            Case(more: ["--archive-url", "a.b"], says: ["archive URL", "a.b"]),
            Case(more: ["--patience", "5x"], says: ["5x", "90s, 5m"]),
            Case(more: ["--indicators", "rsi_14,sma_fast"], says: ["sma_fast"]),
            Case(more: ["--indicators", "rsy_14"], says: ["rsy_14", "rsi_14"]),
            Case(more: ["--indicators", "./no/such/file"], says: ["./no/such/file"]),
            Case(more: ["--split", "70/20"], says: ["split", "70/20"]),
            Case(more: ["--horizon", "0"], says: ["--horizon"]),
            Case(more: ["--horizon", "1,two"], says: ["1,two"]),
            Case(more: ["--format", "xlsx"], says: ["xlsx", "parquet"]),
            Case(more: ["--overlap", "-1"], says: ["--overlap"]),
            Case(more: ["--max-rejects", "many"], says: ["--max-rejects"]),
            Case(more: ["--no-such-option"], says: ["--no-such-option"]),
            Case(symbol: "BTC'USDT", says: ["BTC'USDT"]),
            Case(symbol: "BTC\"USDT", says: ["BTC"]),
            Case(symbol: "BTC;DROP TABLE market_data;--", says: ["DROP TABLE"]),
            Case(symbol: "../../etc/passwd", says: ["../../etc/passwd"]),
            Case(symbol: "BTC/USDT", says: ["BTC/USDT"]),
            Case(symbol: "BTC USDT", says: ["BTC USDT"]),
            Case(symbol: "$(touch x)", says: ["$(touch x)"]),
            Case(symbol: "", says: ["--symbol"]),
            Case(symbol: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", says: ["ABCDEFGHIJ", "20"]),
            Case(symbol: "БТЦ", says: ["БТЦ"]),
        ]

        @Test func faultyWordsEndWithCode64AndNothingIsWritten() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            _ = try await store.chandler.run("db", "migrate").succeeded()
            let folder = bench.scratch.path + "/set"
            for fault in Self.cases {
                let run = try await store.chandler.run(
                    store.ingestWords(
                        fault.symbol,
                        from: fault.from,
                        fault.more + ["--training", folder]
                    )
                )
                let comment: Comment = "\(fault.testDescription): \(run)"
                #expect(run.exitCode == 64, comment)
                #expect(run.output.isEmpty, comment)
                #expect(run.errors.lowercased().contains("error:"), comment)
                for words in fault.says { #expect(run.errors.contains(words), comment) }
                #expect(!FileManager.default.fileExists(atPath: folder), comment)
                for table in ["market_data", "ingest_watermarks", "ingest_states", "ingest_gaps"] {
                    #expect(try store.database.count(table) == 0, comment)
                }
            }
            #expect(try store.database.looseTables() == [])
            #expect(try store.database.count("instruments") == 0)
        }

        /// The same in an export, which asks no venue.
        @Test func anExportOfNothingSaysSo() async throws {
            let bench = try await Workbench(now: "2024-01-10T00:00:30Z")
            let store = try bench.store()
            _ = try await store.ingest().succeeded()
            let folder = bench.scratch.path + "/set"
            for (symbol, from) in [("ETHUSDT", "2024-01-01"), ("BTCUSDT", "2025-01-01")] {
                let run = try await store.chandler.run(
                    "export",
                    "--training",
                    "--symbol",
                    symbol,
                    "--from",
                    from,
                    "--out",
                    folder
                )
                #expect(run.exitCode == 65, "\(run)")
                #expect(run.errors.contains(symbol), "\(run)")
                #expect(!FileManager.default.fileExists(atPath: folder), "\(run)")
            }
        }

        @Test func aFailedRunIsInTheLedger() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let run = try await store.ingest("NOSUCHCOIN")
            #expect(run.exitCode == 64, "\(run)")
            #expect(try run.document()["status"].text == "failed")
            #expect(try run.document()["exit_code"].int == 64)
            #expect(
                try store.database.value(
                    "SELECT status || ' ' || exit_code FROM ingest_runs WHERE error <> ''"
                ) == "failed 64"
            )
        }
    }
}
