import TestSupport
import Testing

extension EndToEnd {
    /// The bulk archive: whole past months in few requests, and the same rows as over REST.
    @Suite struct ArchiveTests {
        private func ingest(_ store: TestStore, _ more: String...) async throws -> FinishedProgram {
            try await store.chandler.run(
                store.ingestWords(
                    "BTCUSDT",
                    from: "2024-01-01",
                    ["--archive-url", store.exchange.baseURL, "--json"] + more
                )
            )
        }

        /// A month is read from the archive once it is over for two days.
        ///
        /// Flaws of the archive, and what the report then says of it: files, refused, differences.
        @Test(arguments: [
            ([], [3, 0, 0]),
            (["header"], [3, 0, 0]),
            (["no-listing"], [3, 0, 0]),
            (["checksum:BTCUSDT-1m-2024-02"], [2, 1, 0]),
            (["rows:hide:2024-02-10T00:00:00Z..2024-02-10T09:59:00Z"], [3, 0, 0]),
            (["rows:revise:2024-03-31T22:00:00Z:close:42000.5"], [3, 0, 1]),
        ])
        func theRowsAreThoseOfRESTWhateverTheArchiveHolds(
            flaws: [String],
            expected: [Int]
        ) async throws {
            let bench = try await Workbench(
                now: "2024-04-05T00:00:30Z",
                options: flaws.flatMap { ["--archive-flaw", $0] }
            )
            let rest = try bench.store()
            _ = try await rest.ingest().succeeded()
            try bench.exchange.forgetRequests()
            let store = try bench.store()
            let run = try await ingest(store).succeeded()
            #expect(try store.database.checksum() == rest.database.checksum())
            let report = try JSONDocument(parsing: run.output)
            let archive = report["archive"]
            #expect(
                ["files", "refused", "differences"].map { archive[$0].int } == expected,
                "\(flaws): \(run)"
            )
            let again = try JSONDocument(parsing: try await ingest(store).succeeded().output)
            #expect(again["series"][0]["inserted"].int == 0)
            #expect(again["series"][0]["updated"].int == 0)
            #expect(again["archive"]["files"].int == 0)
        }

        @Test func wholeMonthsNeedAFewRequestsAndTheSummarySaysSo() async throws {
            let bench = try await Workbench(now: "2024-04-05T00:00:30Z")
            let store = try bench.store()
            let run = try await store.chandler.run(
                store.ingestWords(
                    "ETHUSDT",
                    from: "2024-01-01",
                    ["--to", "2024-04-01", "--archive-url", store.exchange.baseURL]
                )
            ).succeeded()
            #expect(run.output.contains("3 files · 0 absent · 0 refused"), "\(run)")
            let requests = try bench.exchange.requests()["counts"]
            #expect(requests["/api/v3/klines"].int ?? 0 < 10, "\(requests)")
        }

        @Test func anAddressForRESTAloneReadsNoArchive() async throws {
            let bench = try await Workbench()
            let run = try await bench.store().ingest("ETHUSDT", from: "2024-01-01").succeeded()
            #expect(try JSONDocument(parsing: run.output)["archive"] == .null)
        }
    }
}
