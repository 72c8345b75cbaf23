import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Many series in one run.
    @Suite struct ManySeriesTests {
        private static let files = [TestPlaces.candles, TestPlaces.candles + "/small"]

        /// The words of an ingest of several symbols.
        private func words(_ store: TestStore, _ symbols: [String], _ more: String...) -> [String] {
            ["ingest"] + symbols.flatMap { ["--symbol", $0] }
                + ["--from", "2024-01-01", "--base-url", store.exchange.baseURL] + more
        }

        @Test(arguments: ["1", "2", "8"])
        func oneRunOfManyLeavesWhatSingleRunsLeave(concurrency: String) async throws {
            let bench = try await Workbench(candles: Self.files)
            let serial = try bench.store()
            for symbol in ["BTCUSDT", "ETHUSDT", "SMALLUSDT"] {
                _ = try await serial.ingest(symbol).succeeded()
            }
            let store = try bench.store()
            let run = try await store.chandler.run(
                words(
                    store,
                    ["BTCUSDT", "ETHUSDT", "SMALLUSDT", "btcusdt"],
                    "--json",
                    "--concurrency",
                    concurrency
                )
            ).succeeded()
            #expect(try store.database.checksum() == serial.database.checksum())
            #expect(try store.database.ledger() == serial.database.ledger())
            #expect(try store.database.looseTables() == [])
            let series = try JSONDocument(parsing: run.output)["series"].elements
            #expect(series.map { $0["symbol"].text } == ["BTCUSDT", "ETHUSDT", "SMALLUSDT"])
            #expect(series.allSatisfy { ($0["inserted"].int ?? 0) > 0 })
            #expect(try store.database.count("ingest_runs") == 1)
            let again = try await store.chandler.run(
                words(store, ["BTCUSDT", "ETHUSDT", "SMALLUSDT"], "--json")
            ).succeeded()
            let repeated = try JSONDocument(parsing: again.output)["series"].elements
            #expect(repeated.map { $0["inserted"].int } == [0, 0, 0])
        }

        @Test func oneThatFailsDoesNotStopTheOthers() async throws {
            let bench = try await Workbench(candles: Self.files)
            let store = try bench.store()
            let symbols = ["NOSUCHUSDT", "BTCUSDT", "BROKENUSDT", "ETHUSDT"]
            let run = try await store.chandler.run(words(store, symbols, "--json"))
            #expect(run.exitCode == 64, "\(run)")
            let document = try JSONDocument(parsing: run.output)
            #expect(document["status"].text == "failed")
            let series = document["series"].elements
            #expect(series.map { $0["symbol"].text } == symbols)
            #expect(series[0]["error"].text?.contains("NOSUCHUSDT") == true)
            #expect(series[2]["error"].text?.contains("broke a rule") == true)
            #expect(series[1]["error"] == .null && series[3]["error"] == .null)
            #expect(run.errors.contains("2 of 4 series failed, the others were stored"), "\(run)")
            let stored = try store.database.column(
                "SELECT DISTINCT symbol FROM market_data ORDER BY symbol"
            )
            #expect(stored == ["BROKENUSDT", "BTCUSDT", "ETHUSDT"])
            let entry = try store.database.value("SELECT status || exit_code FROM ingest_runs")
            #expect(entry == "failed64")
        }

        @Test func symbolsComeFromAFileAndTheSummaryHasALineEach() async throws {
            let bench = try await Workbench(candles: Self.files)
            let store = try bench.store()
            let list = "\(bench.scratch.path)/majors.txt"
            try "# majors\r\nBTCUSDT\r\n\n ethusdt # the second\n".write(
                toFile: list,
                atomically: true,
                encoding: .utf8
            )
            let dataset = "\(bench.scratch.path)/training"
            let run = try await store.chandler.run(
                words(store, ["@" + list], "--training", dataset)
            ).succeeded()
            let lines = run.output.split(separator: "\n")
            #expect(lines.count { $0.hasPrefix("binance ") && $0.hasSuffix("done") } == 2)
            #expect(run.output.contains("2 done · 0 failed"))
            for stem in ["binance-BTCUSDT-1m", "binance-ETHUSDT-1m"] {
                let manifest = try String(
                    contentsOfFile: "\(dataset)/\(stem)/manifest.json",
                    encoding: .utf8
                )
                #expect(manifest.contains("\"sha256\""))
            }
        }

        /// What was committed before a failure is in the report.
        @Test func aSeriesThatFailsInItsMiddleReportsWhatItStored() async throws {
            let bench = try await Workbench(
                options: ["--fault", "garbage@symbol=ETHUSDT,after=60,path=/klines"]
            )
            let store = try bench.store()
            let run = try await store.chandler.run(words(store, ["BTCUSDT", "ETHUSDT"], "--json"))
            #expect(run.exitCode == 65, "\(run)")
            let series = try JSONDocument(parsing: run.output)["series"].elements
            let stored = try store.database.value(
                "SELECT count(*) FROM market_data WHERE symbol = 'ETHUSDT'"
            )
            #expect(Int(stored) ?? 0 > 0)
            #expect(series[1]["inserted"].int == Int(stored), "\(run)")
            #expect(series[1]["watermark"].text != nil)
        }

        @Test(arguments: [
            ("@/nowhere/list.txt", "cannot be read"), ("@EMPTY", "names none"),
            ("@BAD", ":2: symbol \"BTC-USDT\" is not a ticker"),
        ])
        func aListThatIsNoneIsAUsageError(symbol: String, words: String) async throws {
            let scratch = try ScratchFolder()
            for (name, text) in [("EMPTY", "# nothing\n"), ("BAD", "BTCUSDT\nBTC-USDT\n")] {
                try text.write(
                    toFile: "\(scratch.path)/\(name)",
                    atomically: true,
                    encoding: .utf8
                )
            }
            let path = symbol.contains("/") ? symbol : "@\(scratch.path)/\(symbol.dropFirst())"
            let run = try await Chandler(environment: [:]).run([
                "ingest", "--symbol", path, "--from", "2024-01-01",
            ])
            #expect(run.exitCode == 64, "\(run)")
            #expect(run.errors.contains(words), "\(run)")
        }
    }
}
