import ChandlerPostgres

/// Runs in the ledger that are called running and whose program is gone.
struct LostRuns {
    let runner: StepRunner

    /// What the ledger itself looks for when a run begins.
    private static let condition = """
        status = 'running' AND started_at < now() - interval '1 minute'
            AND NOT EXISTS (
                SELECT FROM pg_stat_activity
                WHERE application_name LIKE 'chandler % run ' || run.run_id
            )
        """

    /// Marks them as interrupted.
    func close() async throws {
        let runs = try doing("look for lost runs") {
            try runner.connection.query(
                "SELECT run_id FROM ingest_runs AS run WHERE \(Self.condition) ORDER BY 1"
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
            let closed = try runner.connection.execute(
                """
                UPDATE ingest_runs AS run SET status = 'interrupted',
                    error = 'the program ended without saying how', finished_at = clock_timestamp()
                WHERE \(Self.condition)
                """
            )
            return closed == 0 ? .needless : .done("\(closed) runs marked interrupted")
        }
    }
}
