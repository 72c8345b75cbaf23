import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Structured logs, and what a pipeline's run leaves for collectors and those who are told.
    @Suite struct TelemetryTests {
        private static let levels: Set<String> = ["info", "warning", "error"]

        /// The lines of a log; each is one JSON object with what every line has.
        private func log(_ errors: String, of component: String) throws -> [JSONDocument] {
            #expect(!errors.contains("\u{1B}") && !errors.contains("\r"), "\(errors)")
            guard errors.isEmpty || errors.hasSuffix("\n") else {
                throw TestFailure("the last line has no end: \(errors)")
            }
            return try errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map { line in
                    let line = try JSONDocument(parsing: String(line))
                    let time = try #require(line["time"].text)
                    #expect(time.count == 24 && time.dropFirst(19).first == ".", "\(time)")
                    #expect(Self.levels.contains(line["level"].text ?? ""), "\(line)")
                    #expect(line["component"].text == component)
                    #expect(line["message"].text?.isEmpty == false)
                    return line
                }
        }

        @Test func everyLineOfALogIsOneJSONObject() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            // A fault that is told of while the run goes on.
            try bench.exchange.add(faults: "429:2@first=1")
            let words = store.ingestWords("BTCUSDT", from: "2024-01-01", ["--json"])
            let run = try await store.chandler.run(words + ["--log-format", "json"]).succeeded()
            #expect(!(try log(run.errors, of: "ingest")).isEmpty, "\(run)")
            _ = try run.document()
            var chandler = store.chandler
            chandler.environment["CHANDLER_LOG_FORMAT"] = "json"
            let unknown = try await chandler.run(
                store.ingestWords("NOSUCHCOIN", from: "2024-01-01", ["--json"])
            )
            #expect(unknown.exitCode == 64)
            let line = try #require(try log(unknown.errors, of: "ingest").last)
            #expect(line["level"].text == "error")
            #expect(line["message"].text == (try unknown.document()["error"].text))
            #expect(line["message"].text?.contains("NOSUCHCOIN") == true)
        }

        @Test func optionWinsOverTheVariableAndTextIsWhatItWas() async throws {
            let address = "postgresql://nobody@127.0.0.1:\(try TestCluster.freePort())/none"
            let plain = try await Chandler(environment: [:]).run(
                "status",
                "--database-url",
                address
            )
            #expect(plain.exitCode == 69)
            #expect(plain.errors.hasPrefix("chandler: error: "), "\(plain)")
            let chandler = Chandler(environment: ["CHANDLER_LOG_FORMAT": "json"])
            let words = ["status", "--database-url", address]
            let text = try await chandler.run(words + ["--log-format=text"])
            #expect(text.errors == plain.errors)
            let json = try await chandler.run(words)
            #expect(json.exitCode == 69)
            let lines = try log(json.errors, of: "status")
            #expect(lines.map { $0["level"].text } == ["error"])
            #expect("chandler: error: \(lines[0]["message"].text ?? "")\n" == plain.errors)
        }

        @Test func faultsOfArgumentsAreLoggedToo() async throws {
            let chandler = Chandler(environment: [:])
            for words in [
                ["status", "--nope", "--log-format", "json"],
                ["db", "migrate", "--log-format=json", "x"],
            ] {
                let run = try await chandler.run(words)
                #expect(run.exitCode == 64, "\(run)")
                let component = words[0] == "db" ? "db migrate" : "status"
                let lines = try log(run.errors, of: component)
                #expect(lines.map { $0["level"].text } == ["error"], "\(run)")
            }
            let text = try await chandler.run("status", "--nope")
            #expect(text.errors.hasPrefix("Error: "), "\(text)")
            let unknown = try await chandler.run("status", "--log-format", "xml")
            #expect(unknown.exitCode == 64)
            #expect(unknown.errors.contains("xml"))
            let variable = try await Chandler(environment: ["CHANDLER_LOG_FORMAT": "xml"])
                .run("status")
            #expect(variable.exitCode == 64)
            #expect(variable.errors.contains("CHANDLER_LOG_FORMAT takes text or json, was \"xml\""))
        }

        @Test func runsOfAPipelineAreMeasuredAndTold() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let scratch = bench.scratch.path
            let file = try bench.scratch.write(
                """
                name: told
                series:
                  - venue: binance
                    symbols: [BTCUSDT]
                    intervals: [1m]
                    from: 2024-01-10
                load:
                  patience: 2s
                metrics:
                  file: \(scratch)/{pipeline}.prom
                notifications:
                  - on: [failure, recovery, success]
                    command: [sh, -c, "cat > \(scratch)/$CHANDLER_OCCASION; echo heard of it"]
                  - on: [success]
                    webhook: HOOK_URL

                """,
                to: "told.yaml"
            )
            var chandler = store.chandler
            chandler.environment["HOOK_URL"] =
                "http://127.0.0.1:\(try TestCluster.freePort())/geheim42"
            let good = ["CHANDLER_BINANCE_URL": bench.exchange.baseURL]
            let bad = [
                "CHANDLER_BINANCE_URL": "http://127.0.0.1:\(try TestCluster.freePort())"
            ]
            let success = try await run(chandler, file, good)
            #expect(success.exitCode == 0, "\(success)")
            #expect(success.errors.contains("notification: heard of it"))
            #expect(success.errors.contains("warning: post to the webhook in HOOK_URL"))
            #expect(!success.errors.contains("geheim42"), "\(success)")
            let first = try String(contentsOfFile: scratch + "/told.prom", encoding: .utf8)
            #expect(first.contains("\nchandler_run_success{pipeline=\"told\"} 1\n"), "\(first)")
            let lastSuccess = try #require(line("chandler_run_last_success", in: first))
            #expect(
                first.contains(
                    "interval=\"1m\",pipeline=\"told\",symbol=\"BTCUSDT\",venue=\"binance\"} "
                )
            )
            let failure = try await run(chandler, file, bad)
            #expect(failure.exitCode == 69, "\(failure)")
            let second = try String(contentsOfFile: scratch + "/told.prom", encoding: .utf8)
            #expect(second.contains("\nchandler_run_success{pipeline=\"told\"} 0\n"))
            #expect(second.contains("\nchandler_run_exit_code{pipeline=\"told\"} 69\n"))
            #expect(line("chandler_run_last_success", in: second) == lastSuccess)
            let told = try notice("failure", scratch)
            #expect(told["exit_code"].int == 69)
            #expect(told["pipeline"].text == "told")
            #expect(told["failed_stage_count"].int == 1)
            let recovery = try await run(chandler, file, good)
            #expect(recovery.exitCode == 0, "\(recovery)")
            #expect(try notice("recovery", scratch)["status"].text == "succeeded")
            #expect(try notice("success", scratch)["occasion"].text == "success")
        }

        /// The ledger knows nothing of a run that could not reach it.
        @Test func recoveryFromALostDatabaseIsTold() async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let scratch = bench.scratch.path
            let file = try bench.scratch.write(
                """
                name: lost
                series:
                  - venue: binance
                    symbols: [BTCUSDT]
                    intervals: [1m]
                    from: 2024-01-10
                metrics:
                  file: \(scratch)/{pipeline}.prom
                notifications:
                  - on: [failure, recovery]
                    command: [sh, -c, "echo $CHANDLER_OCCASION >> \(scratch)/told"]

                """,
                to: "lost.yaml"
            )
            let good = [
                "CHANDLER_BINANCE_URL": bench.exchange.baseURL, "CHANDLER_HOME": scratch + "/home",
            ]
            let port = try TestCluster.freePort()
            let bad = good.merging(
                ["POSTGRES_URL": "postgresql://nobody@127.0.0.1:\(port)/none"]
            ) { $1 }
            for (variables, exit) in [(good, 0), (bad, 69), (good, 0), (good, 0)] {
                let ended = try await run(store.chandler, file, variables)
                #expect(ended.exitCode == exit, "\(ended)")
                let text = try String(contentsOfFile: scratch + "/lost.prom", encoding: .utf8)
                #expect(text.contains("chandler_run_gaps_open{") == (exit == 0))
            }
            let told = try String(contentsOfFile: scratch + "/told", encoding: .utf8)
            #expect(told == "failure\nrecovery\n")
        }

        private func run(
            _ chandler: Chandler,
            _ file: String,
            _ variables: [String: String]
        ) async throws -> FinishedProgram {
            var chandler = chandler
            chandler.environment.merge(variables) { $1 }
            return try await chandler.run(["run", file])
        }

        private func line(_ name: String, in text: String) -> Substring? {
            text.split(separator: "\n").first { $0.hasPrefix(name) }
        }

        private func notice(_ occasion: String, _ folder: String) throws -> JSONDocument {
            try JSONDocument(
                parsing: String(contentsOfFile: "\(folder)/\(occasion)", encoding: .utf8)
            )
        }
    }
}
