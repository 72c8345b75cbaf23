import ChandlerPostgres

extension StoreLane {
    /// Enters a run into the ledger.
    ///
    /// - Parameters:
    ///   - command: The command's name.
    ///   - arguments: The arguments as a JSON document, without secrets.
    ///   - version: The program's version.
    /// - Returns: The run's number.
    /// - Throws: ``StoreError`` where the server refuses.
    public func beginRun(
        command: String,
        arguments: String,
        version: String
    ) throws(StoreError) -> Int64 {
        try doing("enter the run into the ledger") {
            // Runs whose session is gone did not live to say how they ended.
            try connection.execute(LostRun.close)
            let runID = try connection.query(
                """
                INSERT INTO ingest_runs (command, arguments, version) VALUES ($1, $2::jsonb, $3)
                RETURNING run_id
                """,
                [.text(command), .text(arguments), .text(version)]
            ).firstRow().int64(0)
            try connection.query(
                "SELECT set_config('application_name', $1, false)",
                [.text("chandler \(command) run \(runID)")]
            )
            return runID
        }
    }

    /// Enters how a run ended.
    ///
    /// - Parameters:
    ///   - runID: The run's number.
    ///   - outcome: How it ended.
    ///   - report: The run's report as a JSON document.
    /// - Throws: ``StoreError`` where the server refuses.
    public func finishRun(
        _ runID: Int64,
        _ outcome: RunOutcome,
        report: String
    ) throws(StoreError) {
        try doing("enter the end of run \(runID) into the ledger") {
            try connection.query(
                """
                UPDATE ingest_runs SET status = $2, exit_code = $3, error = $4,
                    report = $5::jsonb, finished_at = clock_timestamp()
                WHERE run_id = $1
                """,
                [
                    .int64(runID), .text(outcome.status.rawValue), .int(outcome.exitCode),
                    outcome.error.map { .text($0) } ?? .null, .text(report),
                ]
            )
        }
    }
}

/// How a run ended.
public struct RunOutcome: Sendable, Hashable {
    /// The ledger's word for it.
    public enum Status: String, Sendable, Hashable {
        case succeeded
        case failed
        case interrupted
    }

    /// The ledger's word for it.
    public let status: Status
    /// The program's exit code.
    public let exitCode: Int
    /// The error's words.
    public let error: String?

    /// Creates an outcome.
    public init(status: Status, exitCode: Int, error: String? = nil) {
        self.status = status
        self.exitCode = exitCode
        self.error = error
    }
}
