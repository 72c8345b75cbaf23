import ChandlerCore
import ChandlerPostgres
public import ChandlerStore

/// Reads from a database what a page shows, without writing; the rights of `chandler_reader` do.
public struct ReportGathering: Sendable {
    private let lane: StoreLane
    private let options: ReportOptions

    /// Will read from the database of a lane.
    public init(_ lane: StoreLane, options: ReportOptions) {
        self.lane = lane
        self.options = options
    }

    /// Reads everything.
    ///
    /// All but runs and pools is read in one transaction that the server lets write nothing, and whose
    /// statements see the same moment: the numbers of a page agree while loads go on.
    ///
    /// - Parameters:
    ///   - version: The program's version.
    ///   - isEmpty: Whether the database has no tables of ours yet; then nothing is asked.
    /// - Returns: What was read.
    /// - Throws: `PostgresError`, or `StoreError`, with code `inconsistent` where a stored name is
    ///   none.
    public func gather(version: String, isEmpty: Bool = false) async throws -> ReportData {
        let runs = isEmpty ? [] : try await lane.runs(limit: options.runs)
        let pipelines = isEmpty ? [] : try await lane.lastRunsOfPipelines()
        let pools = isEmpty ? [] : try await pools()
        let connection = try PostgresConnection(
            lane.configuration,
            applicationName: "chandler report"
        )
        let mode = "ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        return try connection.transaction(mode: mode) {
            let name = try connection.query("SELECT current_database()").firstRow().text(0)
            var data = ReportData(options: options, database: name, version: version)
            data.runs = runs
            data.pipelines = pipelines
            data.pools = pools
            if !isEmpty { try fill(&data, connection) }
            return data
        }
    }

    /// Pools have no ticker of a venue: a filter by one leaves them out.
    private func pools() async throws -> [PoolCoverage] {
        if options.symbol != nil { return [] }
        return try await lane.poolLedgers().compactMap(PoolCoverage.init).filter { pool in
            (options.venue == nil || options.venue == pool.series.venue)
                && (options.interval == nil || options.interval == pool.series.interval)
        }
    }

    private func fill(_ data: inout ReportData, _ connection: PostgresConnection) throws {
        let ledger = LedgerReader(connection: connection, options: options)
        data.series = try ledger.series()
        data.gaps = try GapReader(ledger: ledger).read()
        data.runCount = Int(
            try connection.query("SELECT count(*) FROM ingest_runs").firstRow().int64(0)
        )
        data.datasetFolders = try DatasetFolderReader(connection: connection).read()
        let charts = ChartReader(connection: connection)
        for series in data.series {
            if data.charts.count == options.charts { break }
            if let chart = try charts.read(series, count: options.candles) {
                data.charts.append(chart)
            }
        }
    }
}
