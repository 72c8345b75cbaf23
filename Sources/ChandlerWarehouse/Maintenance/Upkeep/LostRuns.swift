import ChandlerPostgres
import ChandlerStore

/// Runs in the ledger that are called running and whose program is gone.
struct LostRuns {
    let runner: StepRunner

    /// Marks them as interrupted.
    func close() async throws {
        let runs = try doing("look for lost runs") {
            try runner.connection.query(
                "SELECT run_id FROM ingest_runs AS run WHERE \(LostRun.condition) ORDER BY 1"
            ).map { try $0.int64(0) }
        }
        guard let first = runs.first else { return }
        let step = MaintenanceStep(
            .ledger,
            "close lost runs",
            "ingest_runs",
            reason: "\(runs.count) runs from run \(first) on are called running and their "
                + "sessions are gone"
        )
        try await runner.perform(step) {
            let closed = try runner.connection.execute(LostRun.close)
            return closed == 0 ? .needless : .done("\(closed) runs marked interrupted")
        }
    }
}
