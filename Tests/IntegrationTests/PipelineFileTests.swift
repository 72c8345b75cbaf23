import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Pipeline files without a run: lint, explain and the schema.
    @Suite struct PipelineFileTests {
        private let chandler = Chandler(environment: [:])
        private let folder: ScratchFolder

        init() throws {
            folder = try ScratchFolder("pipelines")
        }

        private static let right = """
            name: p
            series:
              - {venue: binance, symbols: [BTCUSDT], intervals: [1m], from: 90d}

            """

        @Test func lintPrintsEveryFindingAsCompilersDo() async throws {
            let good = try folder.write(Self.right, to: "good.yaml")
            let bad = try folder.write(
                Self.right + "load:\n  conections: 3\n  database: postgres://u:hunter2@h/d\n",
                to: "bad.yaml"
            )
            let run = try await chandler.run("pipeline", "lint", good, bad)
            #expect(run.exitCode == 65, "\(run)")
            let lines = run.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 2, "\(run)")
            #expect(lines.first?.hasPrefix("\(bad):5:3: error: \"conections\" is no key") == true)
            #expect(lines.first?.hasSuffix("did you mean \"connections\"?") == true)
            #expect(lines.last?.hasPrefix("\(bad):6:13: error: a password") == true)
            #expect(run.errors == "2 files: 2 errors, 0 warnings\n")
            #expect(!run.output.contains("hunter2"))
            let other = try await chandler.run("pipeline", "lint", good).succeeded()
            #expect(other.output.isEmpty && other.errors == "1 file: nothing found\n", "\(other)")
        }

        @Test func lintTellsProgramsTheSame() async throws {
            let file = try folder.write(Self.right + "schedule: {cron: '@daily'}\n", to: "a.yaml")
            let run = try await chandler.run("pipeline", "lint", file, "--json").succeeded()
            let document = try run.document()
            #expect(document["status"].text == "succeeded" && document["warnings"].int == 1)
            #expect(document["files"][0]["name"].text == "p")
            let finding = document["findings"][0]
            #expect(finding["severity"].text == "warning" && finding["path"].text == file)
            #expect(finding["line"].int == 4 && finding["column"].int == 18)
            #expect(finding["key_path"].text == "schedule.cron" && finding["length"].int == 8)
            let strict = try await chandler.run("pipeline", "lint", file, "--json", "--strict")
            #expect(strict.exitCode == 65, "\(strict)")
            #expect(try strict.document()["exit_code"].int == 65)
        }

        @Test func whatCannotBeReadIsAUsageFault() async throws {
            let run = try await chandler.run("pipeline", "lint", "\(folder.path)/none.yaml")
            #expect(run.exitCode == 64 && run.errors.contains("errno 2"), "\(run)")
            // Standard input is empty here.
            let empty = try await chandler.run("pipeline", "lint", "-")
            #expect(empty.exitCode == 65, "\(empty)")
            #expect(empty.output.hasPrefix("<stdin>:1:1: error: the file is empty"), "\(empty)")
        }

        @Test func keysAreExplained() async throws {
            let all = try await chandler.run("pipeline", "explain").succeeded()
            #expect(all.output.contains("notifications[]") && all.output.contains("barrier-atr"))
            let typo = try await chandler.run("pipeline", "explain", "load.conections")
            #expect(typo.exitCode == 64, "\(typo)")
            #expect(typo.errors.contains("did you mean \"load.connections\"?"))
            let file = try folder.write(Self.right + "load: {overlap: 9}\n", to: "b.yaml")
            let run = try await chandler.run("pipeline", "explain", "load", "--file", file)
                .succeeded()
            let lines = run.output.split(separator: "\n")
            #expect(lines.contains { $0.contains(/load\.overlap +line 4 +9$/) }, "\(run)")
            #expect(lines.contains { $0.contains(/load\.connections +default +2$/) }, "\(run)")
            #expect(!run.output.contains("series"))
            let same = try await chandler.run("pipeline", "explain", file, "load").succeeded()
            #expect(same.output == run.output)
            #expect(try await chandler.run("pipeline", "explain", file, "x/y").exitCode == 64)
        }

        @Test func theSchemaIsADocument() async throws {
            let schema = try await chandler.run("pipeline", "schema").succeeded().document()
            #expect(schema["properties"]["series"]["anyOf"].elements.count == 2)
            #expect(schema["additionalProperties"] == .bool(false))
        }
    }
}
