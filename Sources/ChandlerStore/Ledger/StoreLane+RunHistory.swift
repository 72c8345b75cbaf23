import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// Runs of the ledger, the newest first.
    ///
    /// - Parameters:
    ///   - filter: Which ones; all by default.
    ///   - limit: How many at most.
    ///   - withReports: Whether reports are read, which may be large; else they are `nil`.
    /// - Returns: The runs, those whose program is gone with `isLost`.
    /// - Throws: ``StoreError`` where the server refuses.
    public func runs(
        _ filter: RunFilter = RunFilter(),
        limit: Int,
        withReports: Bool = false
    ) throws(StoreError) -> [RunRecord] {
        try doing("read the runs of the ledger") {
            var query = RunQuery(withReports: withReports)
            query.add(filter)
            return try query.records(connection, order: "run.run_id DESC", limit: limit)
        }
    }

    /// A run with its report; `nil` where there is none of the number.
    public func run(_ id: Int64) throws(StoreError) -> RunRecord? {
        try doing("read run \(id) of the ledger") {
            var query = RunQuery(withReports: true)
            query.add("run.run_id =", .int64(id))
            return try query.records(connection, order: "run.run_id").first
        }
    }

    /// Runs by their numbers, without reports; numbers that the ledger does not know are left out.
    public func runs(numbered ids: Set<Int64>) throws(StoreError) -> [RunRecord] {
        if ids.isEmpty { return [] }
        return try doing("read \(ids.count) runs of the ledger") {
            var query = RunQuery(withReports: false)
            let list = ids.sorted().map(String.init).joined(separator: ",")
            query.add("run.run_id = ANY", .text("{\(list)}"), as: "bigint[]")
            return try query.records(connection, order: "run.run_id DESC")
        }
    }

    /// The last run of a pipeline, whatever became of it.
    ///
    /// - Parameters:
    ///   - pipeline: The pipeline's name.
    ///   - shard: Which part of the series; `nil` is a run of all.
    /// - Returns: The run without its report; `nil` where there was none.
    /// - Throws: ``StoreError`` where the server refuses.
    public func lastRun(pipeline: String, shard: String? = nil) throws(StoreError) -> RunRecord? {
        try doing("read the last run of \(pipeline)") {
            var query = RunQuery(withReports: false)
            query.add("run.pipeline =", .text(pipeline))
            if let shard { query.add("run.shard =", .text(shard)) }
            if shard == nil { query.add("run.shard IS NULL") }
            return try query.records(connection, order: "run.run_id DESC", limit: 1).first
        }
    }

    /// The last run of every pipeline and shard, by pipeline and shard.
    public func lastRunsOfPipelines() throws(StoreError) -> [RunRecord] {
        try doing("read the last runs of the pipelines") {
            var query = RunQuery(withReports: false)
            query.add(
                """
                run.run_id IN (SELECT DISTINCT ON (pipeline, shard) run_id FROM ingest_runs
                    WHERE pipeline IS NOT NULL ORDER BY pipeline, shard, run_id DESC)
                """
            )
            return try query.records(connection, order: "run.pipeline, run.shard NULLS FIRST")
        }
    }

    /// What `system_logs` says of a run, in the order in which it was written.
    ///
    /// - Parameter runID: The run's number.
    /// - Returns: The rows; `nil` where the login may not read the log. What retention has moved
    ///   into an archive is not among them.
    /// - Throws: ``StoreError`` where the server refuses.
    public func logs(ofRun runID: Int64) throws(StoreError) -> [SystemLogEntry]? {
        try doing("read the log of run \(runID)") {
            let mayRead = try connection.query(
                "SELECT has_table_privilege('system_logs', 'SELECT')"
            ).firstRow().bool(0)
            guard mayRead else { return nil }
            return try connection.query(
                """
                SELECT "timestamp", component, level, message, details FROM system_logs
                WHERE details ? 'run_id' AND details ->> 'run_id' = $1 ORDER BY id
                """,
                [.text(String(runID))]
            ).map { row in
                SystemLogEntry(
                    timestamp: try row.time(0),
                    component: try row.text(1),
                    level: try row.text(2),
                    message: try row.text(3),
                    details: try row.textIfPresent(4)
                )
            }
        }
    }
}
