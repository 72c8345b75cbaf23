import ChandlerCore
import ChandlerPostgres
import ChandlerStore
import Testing

/// A database of its own with lanes to it, and jobs as the pipeline makes them.
struct TestStore {
    let database: ConnectionConfiguration
    let lane: StoreLane

    init() async throws {
        database = try await TestCluster.database()
        lane = try StoreLane(database, applicationName: "chandler tests")
    }

    func anotherLane() throws -> StoreLane {
        try StoreLane(database, applicationName: "chandler tests beside")
    }

    func connection() throws -> PostgresConnection {
        try PostgresConnection(database, applicationName: "chandler tests looking on")
    }

    /// All rows of a table as one text, without what differs between equal loads.
    func contents(_ table: String, without columns: [String] = []) throws -> String {
        let removed = columns.map { " - '\($0)'" }.joined()
        return try connection().query(
            """
            SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '')
            FROM (SELECT (to_jsonb(t)\(removed))::text AS line FROM \(table) AS t) AS lines
            """
        ).firstRow().text(0)
    }

    /// Everything a load may change, as one text.
    func everything() throws -> String {
        try [
            "market_data", "ingest_watermarks", "ingest_states", "ingest_gaps",
            "ingest_segments", "ingest_rejects", "candle_revisions",
        ].map { try contents($0) }.joined(separator: "\n--\n")
    }

    /// The rows as they should be after any way in.
    func rows() throws -> String { try contents("market_data", without: ["id"]) }

    /// Waits until the server says so; fails when it does not for long.
    func waitUntil(_ condition: String) async throws {
        let connection = try connection()
        for _ in 0..<1_000 {
            let rows = try connection.query(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
                    + "AND pid <> pg_backend_pid() AND \(condition)"
            )
            if !rows.isEmpty { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NeverHappened(condition: condition)
    }
}

/// A state of the server that a test waited for in vain.
struct NeverHappened: Error {
    let condition: String
}

extension SeriesID {
    init(_ symbol: String, _ interval: Interval = .hour) throws {
        self.init(venue: "memory", symbol: try Symbol(symbol), interval: interval)
    }
}

/// A moment from its text.
func moment(_ text: String) throws -> Timestamp {
    try #require(Timestamp(parsing: text), "\(text) is a time")
}

extension LoadJob {
    /// A job with rows for every slot of a span inside one month, and the ledger to it.
    static func sample(
        _ series: SeriesID,
        _ from: String,
        _ to: String,
        way: Way = .insert,
        shift: Int64 = 0
    ) throws -> LoadJob {
        let range = TimeRange(try moment(from), try moment(to))
        var candles: [Candle] = []
        var openTime = range.start
        while openTime < range.end {
            candles.append(.sample(openTime, shift: shift))
            openTime = series.interval.close(of: openTime)
        }
        var job = LoadJob(
            series: series,
            range: range,
            way: way,
            candles: candles,
            indicators: .sample(candles)
        )
        job.newRows = candles.count
        job.gapRange = range
        let last = try #require(candles.last)
        job.record = SeriesRecord(
            series: series,
            firstOpenTime: range.start,
            watermark: last.openTime,
            coverage: Coverage([range]),
            indicators: ["ema_12", "obv"],
            fingerprint: "v1"
        )
        job.states = [
            SavedState(
                lastOpenTime: last.openTime,
                kind: .tail,
                fingerprint: "v1",
                bytes: [1, 2, 3]
            )
        ]
        return job
    }
}

extension Candle {
    static func sample(_ openTime: Timestamp, shift: Int64 = 0) -> Candle {
        let hour = floorHours(openTime)
        let close = (100 + hour % 17) * 100_000_000 + shift
        return Candle(
            openTime: openTime,
            open: Price(raw: close - 1),
            high: Price(raw: close + 300_000_000),
            low: Price(raw: close - 300_000_000),
            close: Price(raw: close),
            volume: Quantity(raw: Int128(hour) * 1_234_567_891),
            quoteVolume: hour % 3 == 0 ? nil : Quantity(raw: Int128(hour) * 5),
            tradeCount: hour % 5 == 0 ? nil : hour,
            takerBuyVolume: hour % 7 == 0 ? nil : Quantity(raw: Int128(hour))
        )
    }

    private static func floorHours(_ openTime: Timestamp) -> Int64 {
        openTime.microseconds / 3_600_000_000
    }
}

extension IndicatorColumns {
    static func sample(_ candles: [Candle]) -> IndicatorColumns {
        IndicatorColumns(
            names: ["ema_12", "obv"],
            columns: [
                candles.map(\.close.double),
                candles.enumerated().map { $0 % 4 == 0 ? .nan : $1.volume.double },
            ],
            count: candles.count
        )
    }
}
