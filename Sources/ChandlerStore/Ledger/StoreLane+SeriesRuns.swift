public import ChandlerCore
import ChandlerPostgres

extension StoreLane {
    /// How many runs are looked through for those that wrote nothing.
    private static let runsLookedThrough = 100

    /// How many runs are read at once.
    private static let runsAtOnce = 10

    /// The last ended runs that worked on series.
    ///
    /// The row of a series names the last run that wrote something. A run that found nothing new
    /// leaves it alone and names the series in its report, so the reports of newer runs are looked
    /// through, the newest first, until every series is found or 100 runs were read: a series that
    /// none of them names has the run of its row.
    ///
    /// - Parameter ledgers: The series.
    /// - Returns: The runs; a series whose run is not in the ledger any more is left out.
    /// - Throws: ``StoreError`` where the server refuses.
    public func lastRuns(
        ofSeries ledgers: [SeriesLedger]
    ) throws(StoreError)
        -> [SeriesID: SeriesRun]
    {
        let found = try lastRuns(
            Dictionary(
                ledgers.map { (ReportedSeries($0.record.series), $0.runID) },
                uniquingKeysWith: max
            )
        )
        var runs: [SeriesID: SeriesRun] = [:]
        for ledger in ledgers {
            runs[ledger.record.series] = found[ReportedSeries(ledger.record.series)]
        }
        return runs
    }

    /// The last ended runs that worked on series of pools, see ``lastRuns(ofSeries:)``.
    public func lastRuns(
        ofPools ledgers: [PoolLedger]
    ) throws(StoreError)
        -> [PoolSeriesID: SeriesRun]
    {
        let found = try lastRuns(
            Dictionary(
                ledgers.map { (ReportedSeries($0.record.series), $0.runID) },
                uniquingKeysWith: max
            )
        )
        var runs: [PoolSeriesID: SeriesRun] = [:]
        for ledger in ledgers {
            runs[ledger.record.series] = found[ReportedSeries(ledger.record.series)]
        }
        return runs
    }

    /// The last ended run that worked on a series; `nil` where nothing of the series is stored.
    public func lastRun(ofSeries series: SeriesID) throws(StoreError) -> SeriesRun? {
        let key = ReportedSeries(series)
        let runID = try doing("read the last run of \(series)") {
            try connection.query(
                "SELECT run_id FROM ingest_watermarks WHERE \(SeriesID.condition)",
                series.parameters
            ).first?.int64(0)
        }
        return try runID.flatMap { id throws(StoreError) in try lastRuns([key: id])[key] }
    }

    /// The last runs of series of either kind, from the run of each one's row.
    private func lastRuns(
        _ written: [ReportedSeries: Int64]
    ) throws(StoreError) -> [ReportedSeries: SeriesRun] {
        let entries = try doing("look for the last runs of \(written.count) series") {
            try newestEntries(of: written)
        }
        let ids = Set(written.map { entries[$0.key]?.runID ?? $0.value })
        let runs = Dictionary(
            uniqueKeysWithValues: try runs(numbered: ids).map { ($0.runID, $0) }
        )
        var found: [ReportedSeries: SeriesRun] = [:]
        for (series, id) in written {
            guard let run = runs[entries[series]?.runID ?? id] else { continue }
            found[series] = SeriesRun(run, entries[series])
        }
        return found
    }

    private func newestEntries(
        of written: [ReportedSeries: Int64]
    ) throws -> [ReportedSeries: SeriesEntry] {
        var open = written
        var found: [ReportedSeries: SeriesEntry] = [:]
        var before = Int64.max
        var count = 0
        // No run before that of its row can be the last one of a series.
        while let floor = open.values.min(), count < Self.runsLookedThrough {
            let page = try runsWithReports(from: floor, before: before)
            guard let last = page.last else { break }
            before = last
            count += page.count
            for entry in try entries(of: page) {
                if found[entry.series] == nil { found[entry.series] = entry }
                open[entry.series] = nil
            }
            open = open.filter { $0.value < before }
        }
        return found.filter { entry in (written[entry.key] ?? .max) <= entry.value.runID }
    }

    private func runsWithReports(from floor: Int64, before: Int64) throws -> [Int64] {
        try connection.query(
            """
            SELECT run_id FROM ingest_runs
            WHERE run_id >= $1 AND run_id < $2 AND status <> 'running' AND report ? 'series'
            ORDER BY run_id DESC LIMIT \(Self.runsAtOnce)
            """,
            [.int64(floor), .int64(before)]
        ).map { try $0.int64(0) }
    }

    /// The series that runs name, those of the newest run first; one that was only verified is none.
    private func entries(of runs: [Int64]) throws -> [SeriesEntry] {
        try connection.query(
            """
            SELECT run.run_id, entry ->> 'venue', coalesce(entry ->> 'pool', entry ->> 'symbol'),
                entry ->> 'interval', entry ->> 'error', count(*) OVER (PARTITION BY run.run_id)
            FROM ingest_runs AS run, jsonb_path_query(run.report, 'lax $.series[*]') AS entry
            WHERE run.run_id = ANY ($1::bigint[]) AND entry ? 'venue' AND entry ? 'interval'
                AND NOT entry ? 'differences'
            ORDER BY run.run_id DESC
            """,
            [.text("{\(runs.map(String.init).joined(separator: ","))}")]
        ).compactMap { row in
            guard let venue = try row.textIfPresent(1), let name = try row.textIfPresent(2),
                let interval = try row.textIfPresent(3)
            else { return nil }
            return SeriesEntry(
                series: ReportedSeries(venue: venue, name: name, interval: interval),
                runID: try row.int64(0),
                error: try row.textIfPresent(4),
                isAlone: try row.int64(5) == 1
            )
        }
    }
}

/// A series in the report of a run.
private struct SeriesEntry {
    let series: ReportedSeries
    let runID: Int64
    let error: String?
    /// Whether the run had no other series: its failure is the series' then.
    let isAlone: Bool
}

extension SeriesRun {
    /// A run of many that failed for others has done this one.
    fileprivate init(_ run: RunRecord, _ entry: SeriesEntry?) {
        let isOther = entry.map { $0.error == nil && !$0.isAlone } ?? true
        self.init(
            run: run,
            status: entry?.error != nil
                ? .failed : isOther && run.status == .failed ? .succeeded : run.status,
            error: entry?.error ?? (isOther ? nil : run.error)
        )
    }
}
