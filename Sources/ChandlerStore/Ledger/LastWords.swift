public import ChandlerPostgres

/// The end of a run that did not come to say it itself, over a connection of its own.
public struct LastWords: Sendable {
    private let configuration: ConnectionConfiguration
    private let runID: Int64

    /// Prepares them; nothing is sent yet.
    public init(_ configuration: ConnectionConfiguration, runID: Int64) {
        self.configuration = configuration
        self.runID = runID
    }

    /// Enters how the run ended, unless that is in the ledger already.
    ///
    /// - Throws: `PostgresError` where the server cannot be reached or refuses.
    public func write(_ outcome: RunOutcome) throws(PostgresError) {
        let connection = try PostgresConnection(
            configuration,
            applicationName: "chandler last words"
        )
        // Nothing here may wait: the program ends in a moment.
        try connection.execute("SET statement_timeout = 500")
        try connection.query(
            """
            UPDATE ingest_runs SET status = $2, exit_code = $3, error = $4,
                finished_at = clock_timestamp()
            WHERE run_id = $1 AND status = 'running'
            """,
            [
                .int64(runID), .text(outcome.status.rawValue), .int(outcome.exitCode),
                outcome.error.map { .text($0) } ?? .null,
            ]
        )
    }
}
