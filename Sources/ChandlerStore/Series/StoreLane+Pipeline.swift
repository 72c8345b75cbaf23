public import ChandlerCore
import ChandlerPostgres

/// Pipelines as the ledger and the server's locks know them.
extension StoreLane {
    /// Takes a pipeline for this connection, where nobody else has it.
    ///
    /// It is given back by ``unlock(_:)-(PipelineKey)``, and when the connection ends.
    ///
    /// - Returns: Whether it was free.
    /// - Throws: ``StoreError`` where the server refuses.
    public func tryLock(_ pipeline: PipelineKey) throws(StoreError) -> Bool {
        let lock = AdvisoryLock(pipeline)
        return try doing("lock \(lock.name)") {
            try connection.query("SELECT pg_try_advisory_lock($1)", [.int64(lock.key)])
                .firstRow().bool(0)
        }
    }

    /// Gives a pipeline back.
    public func unlock(_ pipeline: PipelineKey) {
        giveBack(AdvisoryLock(pipeline))
    }

    /// Who has a pipeline, for a person: the run in the ledger, and the session of the lock.
    ///
    /// - Returns: Such as `: run 5 since 2024-03-01T00:00:00Z (chandler run run 5, ...)`; empty
    ///   where nothing is known.
    public func holder(of pipeline: PipelineKey) -> String {
        let session = holder(of: AdvisoryLock(pipeline))
        let last = try? lastRun(pipeline: pipeline.name, shard: pipeline.shard)
        guard let run = last, run.status == .running else { return session }
        let detail = session.hasPrefix(": ") ? " (\(session.dropFirst(2)))" : ""
        return ": run \(run.runID) since \(run.startedAt)\(detail)"
    }

    /// How the last run of a pipeline ended that succeeded or failed.
    ///
    /// - Parameter pipeline: The pipeline, or a part of one.
    /// - Returns: Its end, those that were stopped in between passed over; `nil` before there was one.
    /// - Throws: ``StoreError`` where the server refuses.
    public func lastVerdict(on pipeline: PipelineKey) throws(StoreError) -> RunStatus? {
        try doing("read how the last run of \(pipeline) ended") {
            try connection.query(
                """
                SELECT status FROM ingest_runs
                WHERE status IN ('succeeded', 'failed') AND pipeline = $1
                    AND shard IS NOT DISTINCT FROM $2
                ORDER BY run_id DESC LIMIT 1
                """,
                [.text(pipeline.name), pipeline.shard.map { .text($0) } ?? .null]
            ).first.flatMap { RunStatus(rawValue: try $0.text(0)) }
        }
    }

    /// The months that a table has a partition of.
    ///
    /// - Throws: ``StoreError`` where the server refuses.
    public func months(of table: PartitionedTable) throws(StoreError) -> Set<Month> {
        try doing("list the months of \(table)") {
            let names = try connection.query(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass($1)",
                [.text(table.name)]
            )
            return Set(try names.compactMap { table.month(of: try $0.text(0)) })
        }
    }
}
