import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What a run would do is said without doing any of it.
    @Suite struct PipelinePlanTests {
        private static let pipeline = """
            name: planned
            series:
              - venue: binance
                symbols: [BTCUSDT, ETHUSDT]
                intervals: [1m]
                from: 2024-01-10
              - venue: binance
                rule: top:10:USDT
                intervals: [1h]
                from: 30d
            tokens:
              - query: bonk
            dataset:
              folder: SCRATCH/datasets
            retention:
              archive: SCRATCH/archive
            maintenance:
              subjects: [partitions, vacuum]

            """

        private func words(_ bench: PipelineBench, _ more: String...) -> [String] {
            ["pipeline", "plan", bench.file, "--at", "2024-01-12T00:00:30Z", "--json"] + more
        }

        @Test func anEmptyDatabaseIsPlannedFromScratchAndStaysEmpty() async throws {
            let bench = try await PipelineBench(Self.pipeline)
            let (chandler, database) = try bench.store()
            let plan = try await chandler.run(words(bench)).succeeded().document()
            #expect(plan["note"].text?.contains("nothing is stored yet") == true)
            let series = plan["series"].elements
            #expect(series.map { $0["fetch"]["candles"].int } == [2_880, 2_880])
            #expect(series.map { $0["fetch"]["requests"].int } == [3, 3])
            #expect(series.map { $0["dataset"]["rows"].int } == [2_880, 2_880])
            #expect(series[0]["fetch"]["new_months"][0].text == "2024-01")
            let others = plan["others"].elements.map { $0["name"].text ?? "" }
            #expect(others == ["series", "tokens", "retention", "maintenance"])
            #expect(plan["others"][0]["subject"].text == "binance top:10:USDT")
            #expect(
                try database.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                    == "0"
            )
            #expect(try filesBelow(bench.folder).keys.sorted() == ["pipeline.yaml"])
            #expect(try bench.bench.exchange.requests()["total"].int ?? 0 == 0)
        }

        /// What is stored is left out, and nothing of it is touched.
        @Test func whatIsStoredIsNotPlannedAgain() async throws {
            let bench = try await PipelineBench(Self.pipeline)
            let (chandler, database) = try bench.store()
            _ = try await chandler.run(
                bench.words("--only", "series", "--at", "2024-01-11T00:00:30Z")
            )
            let state = try database.state()
            let versions = try database.rowVersions()
            let runs = try database.runs()
            let files = try filesBelow(bench.folder)
            let plan = try await chandler.run(words(bench)).succeeded().document()
            #expect(plan["note"] == .null)
            let fetch = plan["series"][1]["fetch"]
            #expect(plan["series"][1]["watermark"].text == "2024-01-10T23:59:00Z")
            #expect(fetch["new_candles"].int == 1_440)
            #expect(fetch["candles"].int == 1_443)
            #expect(fetch["new_months"].elements.isEmpty)
            #expect(try database.state() == state)
            #expect(try database.rowVersions() == versions)
            #expect(try database.runs() == runs)
            #expect(try filesBelow(bench.folder) == files)
            let page = try await chandler.run([
                "run", bench.file, "--dry-run", "--at", "2024-01-12T00:00:30Z",
            ]).succeeded()
            #expect(page.output.contains("Nothing was fetched"), "\(page)")
            #expect(try database.runs() == runs)
        }

        /// A run that would end with 78 is said before it does.
        @Test func changedIndicatorsAreSaid() async throws {
            let bench = try await PipelineBench(Self.pipeline)
            let (chandler, database) = try bench.store()
            _ = try await chandler.run(
                bench.words("--only", "series", "--at", "2024-01-11T00:00:30Z")
            )
            let versions = try database.rowVersions()
            let before = try await chandler.run(words(bench)).succeeded().document()
            let changed = { (plan: JSONDocument) in
                plan["others"].elements.filter { $0["name"].text == "indicators" }
                    .map { $0["words"].text ?? "" }
            }
            #expect(changed(before).isEmpty)
            let other = try bench.bench.scratch.write(
                try String(contentsOfFile: bench.file, encoding: .utf8) + "indicators: [rsi_14]\n",
                to: "other.yaml"
            )
            let plan = try await chandler.run(["pipeline", "plan", other, "--json"]).succeeded()
            let lines = changed(try plan.document())
            #expect(lines.count == 2, "\(plan)")
            #expect(lines.allSatisfy { $0.contains("ends with 78") }, "\(plan)")
            let dry = try await chandler.run(["run", other, "--dry-run", "--recompute", "--json"])
                .succeeded()
            #expect(changed(try dry.document()).allSatisfy { $0.contains("anew") }, "\(dry)")
            #expect(try database.rowVersions() == versions)
        }

        @Test func noServerIsStartedForAPlan() async throws {
            let bench = try await PipelineBench(Self.pipeline)
            let home = bench.folder + "/home"
            let chandler = Chandler(environment: ["CHANDLER_HOME": home])
            let plan = try await chandler.run(words(bench)).succeeded().document()
            #expect(plan["note"].text?.contains("not running") == true)
            #expect(!FileManager.default.fileExists(atPath: home))
        }
    }
}
