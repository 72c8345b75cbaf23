import ChandlerCore
import ChandlerPipelineFiles
import ChandlerScheduling
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The pipelines that come with the program do what their own test cases say.
    @Suite struct ShippedPipelineTests {
        private static let folder = TestPlaces.packageRoot + "/pipelines"

        /// The pipelines of the folder, whichever there are.
        private static let names: [String] =
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

        private func path(_ name: String) -> String { "\(Self.folder)/\(name).yaml" }

        private func read(_ name: String) throws -> PipelineFile {
            try PipelineFile.load(path: path(name))
        }

        @Test func thereAreThoseThatPeopleBeginWith() {
            let wanted: Set = [
                "crypto-core-1m", "multi-venue-btc", "solana-tokens", "daily-training-export",
                "housekeeping",
            ]
            #expect(wanted.isSubset(of: Self.names), "\(Self.names)")
        }

        @Test(arguments: names)
        func eachIsNamedAsItsFileAndHasATestCase(name: String) async throws {
            let pipeline = try read(name)
            #expect(pipeline.name == name)
            #expect(!pipeline.tests.isEmpty)
            #expect(pipeline.schedule != nil)
            let text = try String(contentsOfFile: path(name), encoding: .utf8)
            #expect(text.hasPrefix("# yaml-language-server: $schema=schema.json\n"))
            let lint = try await Chandler(environment: [:]).run("pipeline", "lint", path(name))
            #expect(lint.exitCode == 0, "\(lint)")
        }

        /// Schedules in the same minute would make one run wait for the other, or the venue for all.
        @Test func theyDoNotStartTogether() throws {
            let monday = Timestamp(seconds: 1_704_067_200)
            var starts: [Timestamp: String] = [:]
            for name in Self.names {
                // A week of those that start every five minutes.
                for start in try read(name).schedule?.cron.next(after: monday, count: 2_016) ?? [] {
                    let other = starts.updateValue(name, forKey: start)
                    #expect(other == nil, "\(name) and \(other ?? "") at \(start)")
                    if other != nil { break }
                }
            }
        }

        /// What is commented out is what people switch on.
        @Test(arguments: names)
        func whatIsCommentedOutIsRightToo(name: String) async throws {
            let text = try String(contentsOfFile: path(name), encoding: .utf8)
            let scratch = try ScratchFolder()
            let file = try scratch.write(Self.switchingOn(text), to: "\(name).yaml")
            let lint = try await Chandler(environment: [:]).run("pipeline", "lint", file)
            #expect(lint.exitCode == 0, "\(lint)")
        }

        @Test(arguments: names)
        func aRunLeavesWhatItsTestCasesSay(name: String) async throws {
            let pipeline = try read(name)
            for test in pipeline.tests {
                let scene = try await PipelineCase(path(name), pipeline, test)
                let run = try await scene.run()
                #expect(run.exitCode == Int32(test.exit), "\(test.name): \(run)")
                try expectRows(of: scene, "\(test.name): \(run)")
                try await expectThatNothingChanges(in: scene)
            }
        }

        /// Two years on, what the pipeline keeps for two years is in the archive.
        @Test func housekeepingArchivesWhatIsOldEnough() async throws {
            let bench = try await Workbench()
            let home = bench.scratch.path + "/home"
            let database = try PipelineDatabase(home: home, isHealthy: true)
            let chandler = Chandler(environment: database.variables)
            _ = try await chandler.run([
                "ingest", "--symbol", "BTCUSDT", "--from", "2024-01-30", "--to", "2024-02-02",
                "--base-url", bench.exchange.baseURL,
            ]).succeeded()
            let words = ["run", path("housekeeping"), "--json", "--at"]
            _ = try await chandler.run(words + ["2026-02-05T03:22:00Z"]).succeeded()
            let archived = try filesBelow(home + "/archive").keys.filter {
                $0.hasPrefix("table=market_data/") && $0.hasSuffix(".parquet")
            }
            #expect(archived.count == 1, "\(archived)")
            #expect(
                try database.column("SELECT DISTINCT \"timestamp\"::date FROM market_data")
                    == ["2024-02-01"]
            )
            #expect(try database.count("market_data_daily") == 2)
        }

        private func expectRows(of scene: PipelineCase, _ run: String) throws {
            let wanted = [
                ("market_data", scene.test.candles),
                ("cubi.token_candles", scene.test.poolCandles),
                ("cubi.token_data", scene.test.tokens),
            ]
            for (table, rows) in wanted {
                guard let rows else { continue }
                #expect(try scene.database.count(table) == rows, "\(table) of \(run)")
            }
            if let datasets = scene.test.datasets {
                let manifests = try scene.datasetFiles().keys.filter {
                    $0.hasSuffix("/manifest.json")
                }
                #expect(manifests.count == datasets, "\(manifests) of \(run)")
            }
        }

        /// A second run at the same moment writes no row and no other byte.
        private func expectThatNothingChanges(in scene: PipelineCase) async throws {
            let rows = try scene.rowVersions()
            let files = try scene.datasetFiles()
            let again = try await scene.run()
            #expect(again.exitCode == Int32(scene.test.exit), "\(again)")
            #expect(try scene.rowVersions() == rows, "\(again)")
            #expect(try scene.datasetFiles() == files, "\(again)")
            let runs = try scene.database.column(
                "SELECT pipeline || ' ' || status FROM ingest_runs WHERE command = 'run' ORDER BY 1"
            )
            let status = scene.test.exit == 0 ? "succeeded" : "failed"
            let expected = "\(scene.pipeline.name) \(status)"
            #expect(runs == [expected, expected], "\(again)")
        }

        /// The text with every `# key:` and what is indented below it switched on.
        private static func switchingOn(_ text: String) -> String {
            var isInBlock = false
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                let indent = line.prefix { $0 == " " }
                let rest = line.dropFirst(indent.count)
                guard rest.hasPrefix("# ") else {
                    isInBlock = false
                    return String(line)
                }
                let body = rest.dropFirst(2)
                if body.prefixMatch(of: /[a-z-]+:( [^ ]|$)/) != nil, !body.hasPrefix("yaml-") {
                    isInBlock = true
                    return String(indent + body)
                }
                return isInBlock && body.hasPrefix("  ") ? String(indent + body) : String(line)
            }
            return lines.joined(separator: "\n")
        }
    }
}
