import TestSupport
import Testing

extension EndToEnd {
    /// The same data and options give the same bytes, whichever command writes them.
    @Suite struct ReproducibleDatasetTests {
        private static let span = ["--from", "2024-01-20", "--to", "2024-03-05"]

        private func export(_ store: TestStore, _ folder: String, _ more: [String]) async throws {
            _ = try await store.chandler.run(
                ["export", "--training", "--symbol", "BTCUSDT"] + Self.span + ["--out", folder]
                    + more
            ).succeeded()
        }

        private func ingest(_ store: TestStore, _ folder: String, _ more: [String]) async throws {
            _ = try await store.chandler.run(
                ["ingest", "--symbol", "BTCUSDT", "--base-url", store.exchange.baseURL]
                    + Self.span + ["--training", folder] + more
            ).succeeded()
        }

        @Test(
            arguments: [
                [], ["--format", "csv.gz"], ["--format", "parquet-gzip"],
                [
                    "--horizon", "3,30", "--direction-threshold", "0.0004", "--barrier-atr", "1.5",
                    "--split", "60/20/20", "--embargo", "10", "--drop-unlabelled",
                ],
            ]
        )
        func everyWayToADatasetGivesTheSameBytes(options: [String]) async throws {
            let bench = try await Workbench()
            let store = try bench.store()
            let path = bench.scratch.path
            try await ingest(store, path + "/loading", options)
            let first = try filesBelow(path + "/loading")
            #expect(first.count > 8)
            #expect(first.keys.contains("manifest.json"))
            #expect(!first.keys.contains { $0.contains("/.") || $0.hasPrefix(".") })
            // From the table, when nothing is left to fetch, over an older one, and once more.
            try await export(store, path + "/first", options)
            try await export(store, path + "/second", options)
            try await ingest(store, path + "/again", options)
            try await export(store, path + "/second", options)
            for name in ["first", "second", "again"] {
                let other = try filesBelow("\(path)/\(name)")
                #expect(Set(other.keys) == Set(first.keys), "\(name)")
                let different = first.keys.filter { first[$0] != other[$0] }.sorted()
                #expect(different == [], "\(name)")
            }
        }

        /// What else is stored, and how it came there, leaves no trace.
        @Test func aDatasetDependsOnItsSpanOnly() async throws {
            let bench = try await Workbench()
            let large = try bench.store()
            _ = try await large.ingest().succeeded()
            _ = try await large.ingest("ETHUSDT", from: "2024-02-01").succeeded()
            let parts = try bench.store()
            let days = ["2024-01-01", "2024-01-20", "2024-02-03", "2024-02-29", "2024-04-02"]
            for (from, to) in zip(days, days.dropFirst()) {
                _ = try await parts.ingest(from: from, "--to", to).succeeded()
            }
            // The same source watermark is part of the manifest.
            _ = try await parts.ingest().succeeded()
            let path = bench.scratch.path
            try await export(large, path + "/large", [])
            try await export(parts, path + "/parts", [])
            #expect(try filesBelow(path + "/large") == filesBelow(path + "/parts"))
        }
    }
}
