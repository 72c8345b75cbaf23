import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Pipelines from their files.
    @Suite struct RunTests {
        private static let two = """
            name: two-series
            series:
              - venue: binance
                symbols: [BTCUSDT, ETHUSDT]
                intervals: [1m]
                from: 2024-01-10
            dataset:
              folder: SCRATCH/datasets

            """

        /// Both series and their datasets in one pass; again nothing is new, and the files stay.
        @Test func twoSeriesAndTheirDatasetsInOnePass() async throws {
            let bench = try await PipelineBench(Self.two)
            let (chandler, database) = try bench.store()
            let run = try await chandler.run(bench.words()).succeeded()
            let document = try run.document()
            #expect(document["pipeline"].text == "two-series", "\(run)")
            let inserted = document["series"].elements.compactMap { $0["inserted"].int }
            #expect(inserted.count == 2 && inserted.allSatisfy { $0 > 2_800 }, "\(run)")
            let rows = inserted.reduce(0, +)
            let stages = document["stages"].elements.map { $0["name"].text ?? "" }
            #expect(stages == ["series", "dataset", "series", "dataset"])
            #expect(try database.count("market_data") == rows)
            #expect(try database.runs() == ["succeeded 0"])
            let entry = try database.value(
                "SELECT ROW(command, pipeline, shard, rows)::text FROM ingest_runs"
            )
            #expect(entry == "(run,two-series,,\(rows))")
            let files = try filesBelow(bench.folder + "/datasets")
            #expect(files.keys.contains("binance-BTCUSDT-1m/manifest.json"))
            #expect(files.keys.contains("binance-ETHUSDT-1m/manifest.json"))
            let versions = try database.rowVersions()
            let again = try await chandler.run(bench.words()).succeeded().document()
            #expect(again["series"].elements.map { $0["inserted"].int } == [0, 0])
            #expect(again["totals"]["rows"].int == 0)
            #expect(try database.rowVersions() == versions)
            #expect(try filesBelow(bench.folder + "/datasets") == files)
        }

        /// What a run does is what single commands do.
        @Test func aRunLeavesWhatCommandsLeave() async throws {
            let bench = try await PipelineBench(Self.two)
            let (chandler, database) = try bench.store()
            _ = try await chandler.run(bench.words()).succeeded()
            let other = try bench.bench.store()
            for symbol in ["BTCUSDT", "ETHUSDT"] {
                _ = try await other.ingest(
                    symbol,
                    from: "2024-01-10",
                    "--training",
                    "\(bench.folder)/single/binance-\(symbol)-1m"
                ).succeeded()
            }
            #expect(try database.state() == other.database.state())
            #expect(
                try filesBelow(bench.folder + "/single") == filesBelow(bench.folder + "/datasets")
            )
        }

        @Test func aRunCatchesUpFromTheWatermark() async throws {
            let bench = try await PipelineBench(Self.two)
            let (chandler, database) = try bench.store()
            _ = try await chandler.run(bench.words()).succeeded()
            let rows = try database.count("market_data")
            try bench.bench.exchange.setNow("2024-01-12T01:00:30Z")
            let run = try await chandler.run(["run", bench.file]).succeeded()
            #expect(run.output.contains("2024-01-11 23:59"), "\(run)")
            #expect(run.output.contains("2024-01-12 00:59"), "\(run)")
            #expect(run.output.contains("120 inserted or updated"), "\(run)")
            #expect(try database.count("market_data") == rows + 120)
        }

        /// Spans count from the moment that was given, and nothing later is fetched.
        @Test func aMomentThatIsGivenTakesThePlaceOfNow() async throws {
            let text = Self.two.replacing("from: 2024-01-10", with: "from: 1d")
            let bench = try await PipelineBench(text)
            let (chandler, database) = try bench.store()
            let run = try await chandler.run(bench.words("--at", "2024-01-11T00:00:30Z"))
                .succeeded()
            #expect(try run.document()["at"].text == "2024-01-11T00:00:30Z", "\(run)")
            let span = try database.value(
                "SELECT ROW(min(timestamp), max(timestamp))::text FROM market_data"
            )
            #expect(span.contains("2024-01-10 00:01") && span.contains("2024-01-10 23:59"))
        }

        /// A mistyped year would make everything old enough for retention.
        @Test func aMomentThatHasNotComeIsRefused() async throws {
            let bench = try await PipelineBench(Self.two + "retention: {}\n")
            let (chandler, database) = try bench.store()
            let run = try await chandler.run(bench.words("--at", "2124-01-11"))
            #expect(run.exitCode == 64, "\(run)")
            #expect(run.errors.contains("has not come yet"), "\(run)")
            #expect(
                try database.value("SELECT to_regclass('ingest_runs') IS NULL") == "t",
                "\(run)"
            )
            _ = try await chandler.run(["run", bench.file, "--dry-run", "--at", "2124-01-11"])
                .succeeded()
        }

        /// What a venue has today it may not have tomorrow: candles do not wait for a folder.
        @Test func candlesAreLoadedWhereTheirDatasetCannotBeBegun() async throws {
            let bench = try await PipelineBench(Self.two)
            let (chandler, database) = try bench.store()
            _ = try bench.bench.scratch.write("in the way", to: "datasets")
            let run = try await chandler.run(bench.words())
            #expect(run.exitCode == 73, "\(run)")
            let document = try run.document()
            let stages = document["stages"].elements
            let names = stages.map { "\($0["name"].text ?? "") \($0["status"].text ?? "")" }
            #expect(
                names == [
                    "series succeeded", "series succeeded", "dataset failed", "dataset failed",
                ],
                "\(run)"
            )
            let stored = try database.count("market_data")
            #expect(stored > 5_600, "\(run)")
            #expect(document["totals"]["rows"].int == stored)
            try FileManager.default.removeItem(atPath: bench.folder + "/datasets")
            let again = try await chandler.run(bench.words()).succeeded().document()
            #expect(again["totals"]["rows"].int == 0)
            let files = try filesBelow(bench.folder + "/datasets").keys
            #expect(files.contains("binance-ETHUSDT-1m/manifest.json"))
        }

        @Test func changedIndicatorsAreWrittenWhenThatIsAskedFor() async throws {
            let bench = try await PipelineBench(Self.two)
            let (chandler, database) = try bench.store()
            _ = try await chandler.run(bench.words()).succeeded()
            let other = try bench.bench.scratch.write(
                try String(contentsOfFile: bench.file, encoding: .utf8) + "indicators: [rsi_14]\n",
                to: "pipeline.yaml"
            )
            let versions = try database.rowVersions()
            let refused = try await chandler.run(["run", other])
            #expect(refused.exitCode == 78, "\(refused)")
            #expect(refused.errors.contains("--recompute"), "\(refused)")
            #expect(try database.rowVersions() == versions)
            _ = try await chandler.run(["run", other, "--recompute"]).succeeded()
            let (fresh, expected) = try bench.store()
            _ = try await fresh.run(["run", other]).succeeded()
            #expect(try database.state() == expected.state())
            _ = try await chandler.run(["run", other]).succeeded()
        }

        @Test func whatIsAskedForByNameAndNotThereIsSaid() async throws {
            let bench = try await PipelineBench(Self.two)
            let (chandler, database) = try bench.store()
            let run = try await chandler.run(["run", bench.file, "--only", "pools"]).succeeded()
            #expect(run.output.contains("the pipeline has none of it"), "\(run)")
            #expect(try database.runs() == ["succeeded 0"])
        }

        /// The words name the variable that is wrong, not an option that nobody gave.
        @Test func aVariableThatHoldsNoAddressIsNamed() async throws {
            let bench = try await PipelineBench(Self.two + "load: {database: MARKETS_URL}\n")
            var (chandler, _) = try bench.store()
            chandler.environment["MARKETS_URL"] = "nonsense"
            let run = try await chandler.run(bench.words())
            #expect(run.exitCode == 78, "\(run)")
            #expect(run.errors.contains("MARKETS_URL"), "\(run)")
            #expect(!run.errors.contains("--database-url"), "\(run)")
        }

        @Test func venuesShareARunAndOneThatFailsStopsNoOther() async throws {
            let bench = try await PipelineBench(
                """
                name: mixed
                series:
                  - venue: binance
                    symbols: [NOSUCHUSDT, BTCUSDT]
                    intervals: [1m]
                    from: 2024-01-11
                  - venue: bybit
                    symbols: [ETHUSDT]
                    intervals: [1m]
                    from: 2024-01-11
                maintenance:
                  subjects: [ledger, partitions]

                """
            )
            let (chandler, database) = try bench.store()
            let run = try await chandler.run(bench.words())
            #expect(run.exitCode == 64, "\(run)")
            let document = try run.document()
            #expect(document["status"].text == "failed")
            let stored = try database.column(
                "SELECT DISTINCT venue || symbol || \"interval\" FROM market_data ORDER BY 1"
            )
            #expect(stored == ["binanceBTCUSDT1m", "bybitETHUSDT1m"])
            let maintenance = document["stages"].elements.first { $0["name"].text == "maintenance" }
            #expect(maintenance?["status"].text == "succeeded", "\(run)")
            #expect(run.errors.contains("NOSUCHUSDT"), "\(run)")
            #expect(try database.runs() == ["failed 64"])
            let page = try await chandler.run(["run", bench.file])
            #expect(page.exitCode == 64)
            #expect(page.output.contains("failed (64)"), "\(page)")
        }

        @Test func onlyTheStagesThatAreNamedAreRun() async throws {
            let bench = try await PipelineBench(Self.two)
            let (chandler, database) = try bench.store()
            defer { withExtendedLifetime(database) {} }
            let nothing = try await chandler.run(bench.words("--only", "maintenance")).succeeded()
            // What was asked for and is not in the file is said, and nothing else.
            let said = try nothing.document()["stages"].elements
            #expect(said.map { $0["name"].text } == ["maintenance"])
            #expect(said.map { $0["status"].text } == ["skipped"])
            let series = try await chandler.run(bench.words("--only", "series")).succeeded()
            #expect(try series.document()["stages"].elements.count == 2)
            #expect(!FileManager.default.fileExists(atPath: bench.folder + "/datasets"))
            let dataset = try await chandler.run(bench.words("--only", "dataset")).succeeded()
            let stages = try dataset.document()["stages"].elements
            #expect(stages.count == 2, "\(dataset)")
            #expect(stages.allSatisfy { $0["dataset"]["path"].text?.isEmpty == false })
            // The same files as those of one pass.
            let exported = try filesBelow(bench.folder + "/datasets")
            _ = try await chandler.run(bench.words()).succeeded()
            #expect(try filesBelow(bench.folder + "/datasets") == exported)
            let wrong = try await chandler.run(bench.words("--only", "serie"))
            #expect(wrong.exitCode == 64 && wrong.errors.contains("series,pools"), "\(wrong)")
        }

        @Test func partsTogetherAreTheWhole() async throws {
            let bench = try await PipelineBench(
                """
                name: parts
                series:
                  - venue: binance
                    symbols: [BTCUSDT, ETHUSDT, SMALLUSDT]
                    intervals: [1m, 1h, 1d]
                    from: 2024-01-11

                """
            )
            let (whole, expected) = try bench.store()
            _ = try await whole.run(bench.words()).succeeded()
            let (chandler, database) = try bench.store()
            var series: [String] = []
            for part in 1...3 {
                let run = try await chandler.run(bench.words("--shard", "\(part)/3"))
                    .succeeded().document()
                #expect(run["shard"].text == "\(part)/3")
                series += run["series"].elements.map {
                    "\($0["symbol"].text ?? "") \($0["interval"].text ?? "")"
                }
            }
            #expect(series.count == 9 && Set(series).count == 9)
            #expect(try database.state() == expected.state())
            let wrong = try await chandler.run(bench.words("--shard", "4/3"))
            #expect(wrong.exitCode == 64, "\(wrong)")
        }

        /// Upkeep is done whatever became of the series, and told with the rest.
        @Test func upkeepIsPartOfARun() async throws {
            let bench = try await PipelineBench(
                """
                name: upkeep
                series:
                  - venue: binance
                    symbols: [BTCUSDT]
                    intervals: [1m]
                    from: 2024-01-10
                dataset:
                  folder: SCRATCH/late
                  from: 2024-01-11
                retention:
                  archive: SCRATCH/archive
                  keep:
                    market_data: 1mo
                maintenance:
                  backup: true
                  doctor: true

                """
            )
            let (chandler, database) = try bench.store()
            let run = try await chandler.run(bench.words("--at", "2024-01-12T00:00:30Z"))
            let stages = try run.document()["stages"].elements
            let names = stages.map { "\($0["name"].text ?? "") \($0["status"].text ?? "")" }
            #expect(
                names == [
                    "series succeeded", "dataset succeeded", "retention succeeded",
                    "maintenance succeeded", "backup skipped", "doctor failed",
                ],
                "\(run)"
            )
            // The tests' server runs without fsync, which is broken to the doctor.
            #expect(run.exitCode == 65 && run.errors.contains("the doctor found"), "\(run)")
            #expect("\(stages)".contains("fsync"), "\(run)")
            let manifest = try String(
                contentsOfFile: bench.folder + "/late/binance-BTCUSDT-1m/manifest.json",
                encoding: .utf8
            )
            #expect(manifest.contains("2024-01-11T00:00:00Z"))
            let stored = try database.count("market_data")
            #expect(stored > 2_800)
            // Three months later the month is old enough.
            let later = try await chandler.run(
                bench.words("--only", "retention", "--at", "2024-04-01T00:00:30Z")
            ).succeeded()
            #expect(try later.document()["stages"][0]["rows"].int == stored, "\(later)")
            #expect(try database.count("market_data") == 0)
        }

        /// The second run names the first; one that waits goes on when the first has ended.
        @Test func overlappingRunsExcludeEachOther() async throws {
            let bench = try await PipelineBench(
                Self.two,
                options: ["--latency-ms", "700"]
            )
            let (chandler, database) = try bench.store()
            let first = try chandler.start(bench.words())
            for _ in 0..<2_000 where first.exitCode == nil {
                if (try? database.count("ingest_runs", where: "status = 'running'")) == 1 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            try #require(first.exitCode == nil)
            let second = try await chandler.run(bench.words())
            #expect(second.exitCode == 75, "\(second)")
            #expect(second.errors.contains("pipeline two-series is being run: run 1"), "\(second)")
            let part = try chandler.start(bench.words("--shard", "1/2", "--only", "maintenance"))
            #expect(try await part.end().exitCode == 0)
            try #require(first.exitCode == nil)
            let waiting = try chandler.start(bench.words("--wait", "10m"))
            #expect(try await first.end().exitCode == 0)
            let waited = try await waiting.end()
            #expect(waited.exitCode == 0, "\(waited)")
            #expect(try database.count("ingest_runs") == 3)
        }

        @Test func aFileThatIsNoneIsSaidWithItsPlaces() async throws {
            let bench = try await PipelineBench("name: x\nserie: 3\n")
            let (chandler, database) = try bench.store()
            let run = try await chandler.run(bench.words())
            #expect(run.exitCode == 65, "\(run)")
            #expect(run.errors.contains("pipeline.yaml:2:1"), "\(run)")
            withExtendedLifetime(database) {}
        }

        @Test func theFilesVariableNamesTheDatabase() async throws {
            let bench = try await PipelineBench(
                "name: elsewhere\nload:\n  database: WAREHOUSE_URL\nmaintenance:\n"
                    + "  subjects: [ledger]\n"
            )
            var (chandler, database) = try bench.store()
            chandler.environment["POSTGRES_URL"] = nil
            let unset = try await chandler.run(bench.words())
            #expect(unset.exitCode == 78, "\(unset)")
            #expect(unset.errors.contains("WAREHOUSE_URL"), "\(unset)")
            chandler.environment["WAREHOUSE_URL"] = database.url
            let run = try await chandler.run(bench.words())
            #expect(run.exitCode == 0, "\(run)")
            #expect(try database.runs() == ["succeeded 0"])
        }
    }
}
