public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// Enters a run into the ledger; its beginning is a row of `system_logs`, too.
    ///
    /// - Parameters:
    ///   - command: The command's name.
    ///   - arguments: The arguments as a JSON document, without secrets.
    ///   - version: The program's version.
    ///   - pipeline: The pipeline's name; `nil` for a command that a person gave.
    ///   - shard: Which part of the series, such as `3/16`; `nil` for all.
    /// - Returns: The run's number.
    /// - Throws: ``StoreError`` where the server refuses.
    public func beginRun(
        command: String,
        arguments: String,
        version: String,
        pipeline: String? = nil,
        shard: String? = nil
    ) throws(StoreError) -> Int64 {
        try doing("enter the run into the ledger") {
            // Runs whose session is gone did not live to say how they ended.
            try connection.execute(LostRun.close)
            // The session is named in the same statement: nobody sees the one without the other.
            return try connection.query(
                """
                WITH begun AS (
                    INSERT INTO ingest_runs (command, arguments, version, pipeline, shard)
                    VALUES ($1, $2::jsonb, $3, $4, $5) RETURNING run_id
                )
                SELECT run_id,
                    set_config('application_name', 'chandler ' || left($1, 30) || ' run ' || run_id,
                        false)
                FROM begun
                """,
                [
                    .text(command), .text(arguments), .text(version),
                    pipeline.map { .text($0.withoutNUL) } ?? .null,
                    shard.map { .text($0.withoutNUL) } ?? .null,
                ]
            ).firstRow().int64(0)
        }
    }

    /// Enters how a run ended; its end and its stages are rows of `system_logs`, too.
    ///
    /// All of it is one statement: it is all there, or nothing of it.
    ///
    /// - Parameters:
    ///   - runID: The run's number.
    ///   - outcome: How it ended.
    ///   - report: The run's report as a JSON document.
    ///   - totals: What it moved.
    ///   - stages: Its stages in the order in which they began; those that ``log(_:ofRun:)`` was
    ///     told of must not be told again.
    /// - Throws: ``StoreError`` where the server refuses.
    public func finishRun(
        _ runID: Int64,
        _ outcome: RunOutcome,
        report: String,
        totals: RunTotals = RunTotals(),
        stages: [FinishedStage] = []
    ) throws(StoreError) {
        try doing("enter the end of run \(runID) into the ledger") {
            try connection.query(
                """
                WITH stage AS (\(StageLog.insertion(run: 1, entries: 10)))
                UPDATE ingest_runs SET status = $2, exit_code = $3, error = $4,
                    report = $5::jsonb, rows = $6, bytes = $7, requests = $8, retries = $9,
                    finished_at = clock_timestamp()
                WHERE run_id = $1
                """,
                [
                    .int64(runID), .text(outcome.status.rawValue), .int(outcome.exitCode),
                    outcome.error.map { .text($0.withoutNUL) } ?? .null, .text(report),
                    .int(totals.rows), .int64(totals.bytes), .int(totals.requests),
                    .int(totals.retries), .text(StageLog(stages).entries),
                ]
            )
        }
    }

    /// Enters stages of a run that goes on into `system_logs`, so that they are known if it is
    /// killed.
    ///
    /// - Parameters:
    ///   - stages: The stages.
    ///   - runID: The run's number.
    /// - Throws: ``StoreError`` where the server refuses.
    public func log(_ stages: [FinishedStage], ofRun runID: Int64) throws(StoreError) {
        guard !stages.isEmpty else { return }
        try doing("enter \(stages.count) stages of run \(runID) into the log") {
            try connection.query(
                StageLog.insertion(run: 1, entries: 2),
                [.int64(runID), .text(StageLog(stages).entries)]
            )
        }
    }
}
