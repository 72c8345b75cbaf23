import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import ChandlerPipeline
import ChandlerPostgres
import ChandlerStore
import Testing

/// A venue, a database of its own and the runs between them.
struct Market {
    let venue: InMemoryVenue
    let database: ConnectionConfiguration
    let moments: Moments

    init(
        now: Timestamp,
        seed: UInt64 = 1,
        pageSlots: ClosedRange<Int> = 1_000...1_000
    ) async throws {
        moments = Moments()
        venue = InMemoryVenue(now: now, seed: seed, pageSlots: pageSlots, moments: moments)
        database = try await TestCluster.database()
    }

    /// A run as `chandler ingest` makes it.
    @discardableResult
    func ingest(
        _ options: IngestOptions<SeriesID>,
        lanes: Int = 2,
        dataset: DatasetRequest? = nil
    ) async throws -> (series: SeriesReport, dataset: DatasetReport?) {
        let store = try Store(database, lanes: lanes)
        let runID = try await store.control.beginRun(
            command: "ingest",
            arguments: "{}",
            version: "1.2.3"
        )
        var seconds = StageSeconds()
        let report = try await SeriesIngest(
            source: venue,
            store: store,
            runID: runID,
            options: options,
            progress: QuietProgress(moments: moments)
        ).run(seconds: &seconds, dataset: dataset)
        return (report.series, try report.dataset?.get())
    }

    /// What is stored of a series.
    func stored(_ series: SeriesID) async throws -> StoredSeries {
        let lane = try StoreLane(database, applicationName: "chandler tests")
        let always = TimeRange(
            Timestamp(seconds: -60_000_000_000),
            Timestamp(seconds: 100_000_000_000)
        )
        return StoredSeries(
            rows: try await lane.rows(of: series, in: always),
            record: try await lane.record(of: series),
            gaps: try await lane.gaps(of: series, in: always)
        )
    }

    /// What `chandler verify` says of a series.
    func verify(_ series: SeriesID) async throws -> VerificationReport {
        let lane = try StoreLane(database, applicationName: "chandler tests")
        return try await Verification(lane: lane, progress: QuietProgress()).run(series)
    }

    /// One text for all rows as they lie in the table: which transaction wrote each, and where.
    func fingerprint(_ series: SeriesID) throws -> String {
        let connection = try PostgresConnection(database)
        return try connection.query(
            """
            SELECT md5(coalesce(string_agg(m.xmin::text || m.ctid::text || m::text, ','
                ORDER BY "timestamp"), '')) FROM market_data AS m WHERE symbol = $1
            """,
            [.text(series.symbol.text)]
        ).firstRow().text(0)
    }
}

/// The rows of a series and what the ledger says about them.
struct StoredSeries {
    let rows: [StoredRow]
    let record: SeriesRecord?
    let gaps: [Gap]

    var candles: [Candle] { rows.map(\.candle) }
}

extension SeriesID {
    init(_ symbol: String, _ interval: Interval) throws {
        self.init(venue: "memory", symbol: try Symbol(symbol), interval: interval)
    }
}

/// A moment from its text.
func moment(_ text: String) throws -> Timestamp {
    try #require(Timestamp(parsing: text), "\(text) is a time")
}
