import Foundation
import TestSupport
import Testing

/// A venue whose clock stands still, a pipeline's file, and as many databases as a test needs.
struct PipelineBench {
    let bench: Workbench
    let file: String

    /// Makes a venue of the committed candles and writes a pipeline beside it.
    ///
    /// - Parameters:
    ///   - text: The pipeline, whose `SCRATCH` stands for the test's own folder.
    ///   - now: The venue's time.
    ///   - options: Further options of the venue.
    /// - Throws: ``TestFailure`` when the venue does not start.
    init(
        _ text: String,
        now: String = "2024-01-12T00:00:30Z",
        options: [String] = []
    ) async throws {
        bench = try await Workbench(
            candles: [TestPlaces.candles, TestPlaces.candles + "/small"],
            now: now,
            options: options
        )
        file = try bench.scratch.write(
            text.replacing("SCRATCH", with: bench.scratch.path),
            to: "pipeline.yaml"
        )
    }

    /// The test's own folder.
    var folder: String { bench.scratch.path }

    /// A new, empty database and the program that reaches the venue.
    func store() throws -> (chandler: Chandler, database: TestDatabase) {
        let store = try bench.store()
        var chandler = store.chandler
        for venue in ["BINANCE", "BYBIT", "OKX"] {
            chandler.environment["CHANDLER_\(venue)_URL"] = bench.exchange.baseURL
        }
        return (chandler, store.database)
    }

    /// The words of a run with `--json`.
    func words(_ more: String...) -> [String] { ["run", file, "--json"] + more }
}

extension TestDatabase {
    /// The ledger's runs: status and exit code, in their order.
    func runs() throws -> [String] {
        try column(
            "SELECT status || coalesce(' ' || exit_code, '') FROM ingest_runs ORDER BY run_id"
        )
    }
}
