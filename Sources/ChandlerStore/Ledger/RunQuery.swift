import ChandlerCore
import ChandlerPostgres

/// A question to `ingest_runs`.
struct RunQuery {
    private let withReports: Bool
    private var conditions: [String] = []
    private var parameters: [PostgresParameter] = []

    init(withReports: Bool) { self.withReports = withReports }

    /// Asks only for rows that meet a condition.
    mutating func add(_ condition: String) { conditions.append(condition) }

    /// Asks only for rows that meet a condition that ends where its value stands.
    mutating func add(_ condition: String, _ value: PostgresParameter, as type: String? = nil) {
        parameters.append(value)
        let place = "$\(parameters.count)" + (type.map { "::\($0)" } ?? "")
        conditions.append("\(condition) (\(place))")
    }

    /// Asks only for rows that pass a filter.
    mutating func add(_ filter: RunFilter) {
        if let command = filter.command { add("run.command =", .text(command)) }
        if let pipeline = filter.pipeline { add("run.pipeline =", .text(pipeline)) }
        if let shard = filter.shard { add("run.shard =", .text(shard)) }
        if let since = filter.since { add("run.started_at >=", .time(since)) }
        switch filter.standing {
        case nil: break
        case .lost: add("(\(LostRun.condition))")
        case .running: add("run.status = 'running' AND NOT (\(LostRun.condition))")
        case .succeeded, .failed, .interrupted:
            add("run.status =", .text(filter.standing?.rawValue ?? ""))
        }
        if let symbol = filter.symbol { add(naming: symbol) }
    }

    /// Reports say `symbol`, `mint` or `pool`, at whatever depth.
    private mutating func add(naming symbol: String) {
        parameters.append(.text(symbol.withoutNUL))
        conditions.append(
            """
            jsonb_path_exists(run.report, 'lax $.** ? (@.symbol == $name || @.mint == $name
                || @.pool == $name)', jsonb_build_object('name', $\(parameters.count)::text))
            """
        )
    }

    /// Reads the rows.
    func records(
        _ connection: PostgresConnection,
        order: String,
        limit: Int? = nil
    ) throws -> [RunRecord] {
        let condition = conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")
        return try connection.query(
            """
            SELECT run.run_id, run.command, run.pipeline, run.shard, run.arguments, run.version,
                run.status, run.exit_code, run.error,
                \(withReports ? "run.report" : "NULL::jsonb"), run.rows, run.bytes, run.requests,
                run.retries, run.started_at, run.finished_at, (\(LostRun.condition))
            FROM ingest_runs AS run WHERE \(condition) ORDER BY \(order)
                \(limit.map { "LIMIT \($0)" } ?? "")
            """,
            parameters
        ).map { try RunRecord($0) }
    }
}

extension RunRecord {
    /// Reads the columns in the order of ``RunQuery``.
    fileprivate init(_ row: PostgresRow) throws {
        let status = try row.text(6)
        guard let known = RunStatus(rawValue: status) else {
            throw StoreError(.inconsistent, "the stored status \(quoted(status)) is not known")
        }
        self.init(
            runID: try row.int64(0),
            command: try row.text(1),
            pipeline: try row.textIfPresent(2),
            shard: try row.textIfPresent(3),
            arguments: try row.text(4),
            version: try row.text(5),
            status: known,
            exitCode: try row.int64IfPresent(7).map { Int($0) },
            error: try row.textIfPresent(8),
            report: try row.textIfPresent(9),
            totals: RunTotals(
                rows: Int(try row.int64(10)),
                bytes: try row.int64(11),
                requests: Int(try row.int64(12)),
                retries: Int(try row.int64(13))
            ),
            startedAt: try row.time(14),
            finishedAt: try row.timeIfPresent(15),
            isLost: try row.bool(16)
        )
    }
}
