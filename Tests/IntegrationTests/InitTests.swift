import ChandlerCore
import ChandlerPipelineFiles
import ChandlerScheduling
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A first pipeline, from a few words or answers.
    @Suite struct InitTests {
        private let scratch: ScratchFolder

        init() throws {
            scratch = try ScratchFolder("init")
        }

        /// Runs `chandler init` in the scratch folder.
        private func initialise(_ words: [String]) async throws -> FinishedProgram {
            var chandler = Chandler(environment: [:])
            chandler.prefix = ["env", "-C", scratch.path]
            return try await chandler.run(["init"] + words)
        }

        private func read(_ file: String) throws -> PipelineReading {
            try PipelineReader.read(fileAt: "\(scratch.path)/\(file)")
        }

        /// The words of one choice, and what the file must say of it.
        private struct Choice {
            var words: [String] = []
            var venue: String
            var symbols: [String]?
            var rule: String?
            var from: String
            var interval: String
            var dataset: String?
            var cron: String?

            init(_ random: inout SeededGenerator) {
                let all = [
                    "binance", "bybit", "bybit-linear", "okx", "okx-swap", "Kraken", "coinbase",
                    "coinbase-exchange", "kucoin", "bitstamp", "gate",
                ]
                venue = Self.pick(all, &random)
                from = Self.pick(
                    ["90d", "1w", "12h", "2024-01-01", "2024-02-29T12:30:00Z", "1s"],
                    &random
                )
                interval = Self.pick(Interval.allCases.map(\.rawValue), &random)
                words = ["--venue", venue, "--from", from, "--interval", interval]
                switch Int.random(in: 0...3, using: &random) {
                case 0: rule = Self.pick(["top:1:USDT", "top:1000:BTC"], &random)
                case 1: symbols = Self.pick([["BTCUSDT"], ["NO", "TRUE", "1"], ["0123"]], &random)
                case 2: symbols = ["1INCHUSDT", "null", "E1"]
                default: break
                }
                if let rule { words += ["--symbols", rule] }
                if let symbols { words += ["--symbols", symbols.joined(separator: ", ")] }
                dataset = Self.pick(
                    [
                        nil, "datasets", "/srv/da ta", "yes", "a: b", "it's \"so\"", "~", "C:\\x",
                        "#1", "*", "-", "été 数据", "0x10", "[a]", "%", "@x", "a #b", " a ",
                    ],
                    &random
                )
                if let dataset { words += ["--dataset=\(dataset)"] }
                cron = Self.pick(
                    [
                        nil, "*/10 * * * *", "* * * * *", "35 1 * * *", "@daily", "0 0 29 2 *",
                        "0,1 3 * * 1-5",
                    ],
                    &random
                )
                words += ["--schedule", cron ?? "none"]
            }

            private static func pick<Element>(
                _ elements: [Element],
                _ random: inout SeededGenerator
            ) -> Element {
                elements[Int.random(in: elements.indices, using: &random)]
            }
        }

        @Test func whateverIsChosenIsWhatTheFileSays() async throws {
            var random = SeededGenerator.announced("first pipelines")
            for number in 0..<80 {
                let choice = Choice(&random)
                let file = "Mine No. \(number).yaml"
                let run = try await initialise([file, "--yes"] + choice.words)
                // Nothing is shorter than a second, and no venue's days are joined to months.
                if run.exitCode == 64, run.errors.contains("--interval") {
                    #expect(["1s", "3d", "1w", "1M"].contains(choice.interval), "\(run)")
                    continue
                }
                #expect(run.exitCode == 0, "\(run)")
                let reading = try read(file)
                #expect(reading.findings.isEmpty, "\(reading.findings) of \(run)")
                let pipeline = try #require(reading.file, "\(run)")
                #expect(pipeline.name == "mine-no")
                let series = try #require(pipeline.series.first)
                #expect(series.venue == choice.venue.lowercased(), "\(run)")
                #expect(series.rule?.description == choice.rule, "\(run)")
                let usual = choice.rule == nil ? nil : [] as [String]
                if let symbols = choice.symbols ?? usual {
                    #expect(series.symbols.map(\.text) == symbols.map { $0.uppercased() }, "\(run)")
                }
                #expect(series.intervals.map(\.rawValue) == [choice.interval], "\(run)")
                #expect(pipeline.dataset?.folder == choice.dataset, "\(run)")
                #expect(pipeline.schedule?.cron.description == choice.cron, "\(run)")
                if case .at(let moment) = series.from {
                    #expect(moment == Timestamp(parsing: choice.from), "\(run)")
                } else {
                    #expect(Timestamp(parsing: choice.from) == nil, "\(run)")
                }
            }
        }

        @Test func whatIsWrittenRuns() async throws {
            let bench = try await Workbench(now: "2024-01-01T02:00:30Z")
            let store = try bench.store()
            var chandler = store.chandler
            chandler.prefix = ["env", "-C", scratch.path]
            chandler.environment["CHANDLER_BINANCE_URL"] = bench.exchange.baseURL
            _ = try await initialise(["first.yaml", "--yes", "--from", "2024-01-01"]).succeeded()
            let words = ["run", "first.yaml", "--at", "2024-01-01T02:00:30Z"]
            _ = try await chandler.run(words).succeeded()
            #expect(try store.database.count("market_data") == 240)
            _ = try await chandler.run(words).succeeded()
            #expect(try store.database.count("market_data") == 240)
        }

        /// Three questions with their defaults; a wrong answer is asked for again.
        @Test func questionsAreAskedOnATerminal() async throws {
            let program = "\(TestPlaces.programs)/chandler init asked.yaml"
            let answers = "krakn\\nkraken\\nBTC-USD\\n\\n2024-13-01\\n30d\\n"
            let run = try await RunningProgram([
                "env", "-C", scratch.path, "sh", "-c",
                "printf '\(answers)' | script -qec '\(program)' /dev/null",
            ]).end().succeeded()
            for text in [
                "From which venue", "[binance] ", "\"krakn\" is not known",
                "did you mean \"kraken\"",
                "[BTCUSD, ETHUSD] ", "was \"BTC-USD\"", "[90d] ", "was \"2024-13-01\"",
                "chandler pipeline plan asked.yaml", "chandler run asked.yaml",
            ] {
                #expect(run.output.contains(text), "\(text) in \(run)")
            }
            let series = try #require(try read("asked.yaml").file?.series.first)
            #expect(series.venue == "kraken")
            #expect(series.symbols.map(\.text) == ["BTCUSD", "ETHUSD"])
            #expect(series.from == .back(seconds: 30 * 86_400))
        }

        /// The end of the input is no answer.
        @Test func whoLeavesGetsNoFile() async throws {
            let program = "\(TestPlaces.programs)/chandler init left.yaml"
            let run = try await RunningProgram([
                "env", "-C", scratch.path, "sh", "-c",
                "printf 'okx\\n' | script -qec '\(program)' /dev/null",
            ]).end()
            #expect(run.exitCode == 64, "\(run)")
            #expect(run.output.contains("nothing was written"), "\(run)")
            #expect(try filesBelow(scratch.path).isEmpty)
        }

        @Test func withoutATerminalNobodyIsAsked() async throws {
            let run = try await initialise(["a.yaml", "--venue", "okx", "--symbols", "BTCUSDT"])
            #expect(run.exitCode == 64, "\(run)")
            #expect(run.errors.contains("--yes"), "\(run)")
            #expect(try filesBelow(scratch.path).isEmpty)
            let words = ["a.yaml", "--venue", "okx", "--symbols", "BTCUSDT", "--from", "7d"]
            let document = try await initialise(words + ["--json"]).succeeded().document()
            #expect(document["pipeline"].text == "a")
            #expect(
                document["next"].elements.map(\.text) == [
                    "chandler pipeline plan a.yaml", "chandler run a.yaml",
                ]
            )
        }

        @Test func aFileThatIsThereStays() async throws {
            let file = try scratch.write("precious", to: "a.yaml")
            let refused = try await initialise(["a.yaml", "--yes"])
            #expect(refused.exitCode == 73, "\(refused)")
            #expect(refused.errors.contains("--force"), "\(refused)")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
            _ = try await initialise(["a.yaml", "--yes", "--force"]).succeeded()
            #expect(try read("a.yaml").file != nil)
        }

        /// With --force too, a pipe stays a pipe, and a link names what it named.
        @Test func onlyOrdinaryFilesAreReplaced() async throws {
            let pipe = "\(scratch.path)/pipe.yaml"
            try #require(mkfifo(pipe, 0o600) == 0)
            for words in [["pipe.yaml", "--yes"], ["pipe.yaml", "--yes", "--force"]] {
                let run = try await initialise(words)
                #expect(run.exitCode == 73, "\(run)")
                #expect(run.errors.contains("no ordinary file"), "\(run)")
                var status = stat()
                #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
            }
            try #require(unlink(pipe) == 0)
            _ = try scratch.write("old", to: "real.yaml")
            try FileManager.default.createSymbolicLink(
                atPath: "\(scratch.path)/link.yaml",
                withDestinationPath: "real.yaml"
            )
            _ = try await initialise(["link.yaml", "--yes", "--force"]).succeeded()
            let target = try FileManager.default.destinationOfSymbolicLink(
                atPath: "\(scratch.path)/link.yaml"
            )
            #expect(target == "real.yaml")
            #expect(try read("real.yaml").file?.name == "link")
            let dash = try await initialise(["-", "--yes"])
            #expect(dash.exitCode == 64, "\(dash)")
            #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/-"))
        }

        @Test(arguments: [
            (["--symbols", "BTC-USD"], 64, "--symbols"), (["--symbols", " , "], 64, "ticker"),
            (["--symbols", "top:0:USDT"], 64, "1 to 1000"),
            (["--venue", "nyse"], 64, "--venue"), (["--from", "yesterday"], 64, "--from"),
            (["--schedule", "* * *"], 64, "--schedule"), (["--dataset", " "], 64, "--dataset"),
            (["--interval", "7m"], 64, "interval"), (["no/such/folder.yaml"], 73, "No such file"),
        ])
        func whatIsWrongIsSaidAndNothingWritten(
            words: [String],
            code: Int32,
            says: String
        ) async throws {
            let run = try await initialise(["--yes"] + words)
            #expect(run.exitCode == code, "\(run)")
            #expect(run.errors.contains(says), "\(run)")
            #expect(try filesBelow(scratch.path).isEmpty)
        }
    }
}
