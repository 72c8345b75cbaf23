import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A run that was recorded can be had again without a network.
    @Suite struct RecordingTests {
        @Test(arguments: ["binance", "okx", "kucoin", "coinbase"])
        func aReplayLeavesTheSameRows(venue: String) async throws {
            let bench = try await Workbench(now: "2024-01-08T00:00:30Z")
            try bench.exchange.add(faults: "429:1@first=1", "garbage@every=3,first=3")
            let folder = "\(bench.scratch.path)/recording"
            let words = [
                "ingest", "--venue", venue, "--symbol", "ETHUSDT", "--from", "2024-01-01", "--json",
            ]
            let recorded = try bench.store()
            _ = try await recorded.chandler.run(
                words + ["--base-url", bench.exchange.baseURL, "--record", folder]
            ).succeeded()
            let again = try await recorded.chandler.run(
                words + ["--base-url", bench.exchange.baseURL, "--record", folder]
            )
            #expect(again.exitCode == 73, "\(again)")
            let replayed = try bench.store()
            let run = try await replayed.chandler.run(
                words + ["--base-url", "http://127.0.0.1:1", "--replay", folder]
            ).succeeded()
            #expect(try replayed.database.checksum() == recorded.database.checksum())
            #expect(try replayed.database.ledger() == recorded.database.ledger())
            #expect((try run.document()["requests"]["retried"].int ?? 0) > 0, "\(run)")
        }

        @Test func whatWasNotRecordedIsNamed() async throws {
            let bench = try await Workbench(now: "2024-01-08T00:00:30Z")
            let folder = "\(bench.scratch.path)/recording"
            let store = try bench.store()
            _ = try await store.ingest(from: "2024-01-02", "--record", folder).succeeded()
            let other = try bench.store()
            let run = try await other.ingest(from: "2024-01-01", "--replay", folder)
            #expect(run.exitCode == 65, "\(run)")
            #expect(run.errors.contains("is not in the recording \(folder)"), "\(run)")
            let none = try await other.ingest(from: "2024-01-01", "--replay", "/nowhere")
            #expect(none.exitCode == 65 && none.errors.contains("/nowhere"), "\(none)")
            let lines = "\(folder)/exchanges.jsonl"
            let text = try String(contentsOfFile: lines, encoding: .utf8)
            try String(text.dropLast(20)).write(toFile: lines, atomically: true, encoding: .utf8)
            let cut = try await other.ingest(from: "2024-01-02", "--replay", folder)
            #expect(cut.exitCode == 65 && cut.errors.contains("exchanges.jsonl:"), "\(cut)")
        }
    }
}
