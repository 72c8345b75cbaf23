import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct TokenCandlesTests {
    private let store: TestStore
    private let always = TimeRange(Timestamp(seconds: 0), Timestamp(seconds: 1 << 33))

    init() async throws { store = try await TestStore() }

    private func series(_ pool: String = "P'ool\\", _ interval: Interval = .hour) -> PoolSeriesID {
        PoolSeriesID(
            venue: "geckoterminal",
            pool: Pool(network: "solana", address: pool, mint: "Mint", symbol: "TOK"),
            interval: interval
        )
    }

    private func candles(_ count: Int, shift: Double = 0) -> [TokenCandle] {
        (0..<count).map { slot in
            let close = 4.2e-9 * Double(slot + 1) + shift
            return TokenCandle(
                openTime: Timestamp(seconds: 1_772_323_200 + 3_600 * Int64(slot * slot)),
                open: close,
                high: close * 1.1,
                low: close / 3,
                close: close,
                volume: slot % 3 == 0 ? nil : 1e9 / Double(slot)
            )
        }
    }

    private func job(
        _ series: PoolSeriesID,
        _ candles: [TokenCandle],
        way: PoolLoadJob.Way = .merge,
        factor: Double = 1
    ) -> PoolLoadJob {
        PoolLoadJob(
            series: series,
            way: way,
            candles: candles,
            indicators: IndicatorColumns(
                names: ["ema_12", "obv"],
                columns: [candles.map { $0.close * factor }, candles.map { $0.volume ?? .nan }],
                count: candles.count
            )
        )
    }

    @Test func candlesComeBackBitForBit() async throws {
        let rows = candles(50)
        let result = try await store.lane.load(job(series(), rows), runID: 1)
        #expect(result == PoolLoadResult(inserted: 50))
        let stored = try await store.lane.rows(of: series(), in: always)
        #expect(stored.map(\.candle) == rows)
        #expect(stored[0].indicators == #"{"ema_12": 0.0000000042}"#)
        #expect(stored[1].indicators == #"{"obv": 1000000000, "ema_12": 0.0000000084}"#)
        let piece = TimeRange(rows[10].openTime, rows[20].openTime)
        #expect(try await store.lane.candles(of: series(), in: piece) == Array(rows[10..<20]))
        let few = try await store.lane.candles(of: series(), in: piece, limit: 3)
        #expect(few == Array(rows[10..<13]))
        #expect(try await store.lane.candleCount(of: series(), in: piece) == 10)
        #expect(try await store.lane.candles(of: series("Other"), in: always).isEmpty)
    }

    @Test func onlyRowsThatDifferAreWritten() async throws {
        let lane = store.lane
        var rows = candles(10)
        try await lane.load(job(series(), Array(rows[2...])), runID: 1)
        rows[5] = candles(10, shift: 1e-8)[5]
        let result = try await lane.load(job(series(), rows), runID: 2)
        #expect(result == PoolLoadResult(inserted: 2, updated: 1, unchanged: 7))
        let before = try store.contents("cubi.token_candles")
        let again = try await lane.load(job(series(), rows), runID: 3)
        #expect(again == PoolLoadResult(unchanged: 10))
        #expect(try store.contents("cubi.token_candles") == before)
        let other = try await lane.load(job(series(), rows, factor: 2), runID: 3)
        #expect(other == PoolLoadResult(recomputed: 10))
    }

    @Test func aRefreshWritesIndicatorsOnlyAndCountsThoseThatWereThere() async throws {
        let lane = store.lane
        let rows = candles(10)
        try await lane.load(job(series(), Array(rows[..<6])), runID: 1)
        try await lane.load(
            PoolLoadJob(series: series(), candles: Array(rows[6...]), indicators: nil),
            runID: 1
        )
        let wrong = candles(10, shift: 1)
        let refresh = PoolLoadJob(
            series: series(),
            way: .refreshIndicators,
            candles: wrong,
            indicators: job(series(), Array(rows[..<5] + wrong[5...])).indicators
        )
        let result = try await lane.load(refresh, runID: 2)
        #expect(result == PoolLoadResult(recomputed: 1, unchanged: 5))
        #expect(try await lane.candles(of: series(), in: always) == rows)
    }

    @Test func recordRejectsAndRowsMoveTogether() async throws {
        let rows = candles(4)
        var load = job(series(), rows)
        load.rejects = [
            RejectEntry(
                row: RejectedRow(
                    openTime: Timestamp(microseconds: .min),
                    rule: "high_below_low",
                    reason: "high was 1",
                    payload: "[1]"
                ),
                origin: PageOrigin(host: "h", path: "/p", fetchedAt: rows[0].openTime)
            )
        ]
        let record = PoolSeriesRecord(
            series: series(),
            firstOpenTime: rows[0].openTime,
            watermark: rows[3].openTime,
            coverage: Coverage([
                TimeRange(rows[0].openTime, rows[1].openTime),
                TimeRange(rows[2].openTime, rows[3].openTime),
            ]),
            indicators: ["ema_12", "obv"],
            fingerprint: "v1",
            state: .init(openTime: rows[2].openTime, bytes: [0, 255, 7]),
            isStale: false
        )
        load.record = record
        // The same row twice in one statement is refused by the server.
        let twice = rows + [rows[3]]
        var broken = PoolLoadJob(series: series(), candles: twice, indicators: nil)
        broken.record = record
        broken.rejects = load.rejects
        await #expect(throws: StoreError.self) { try await store.lane.load(broken, runID: 1) }
        #expect(try await store.lane.record(of: series()) == nil)
        #expect(try store.contents("ingest_rejects").isEmpty)
        try await store.lane.load(load, runID: 1)
        #expect(try await store.lane.record(of: series()) == record)
        #expect(try store.contents("ingest_rejects").contains("P'ool"))
        #expect(try await store.lane.allPoolSeries() == [series()])
        var next = record
        next.state = nil
        next.isStale = true
        next.coverage = Coverage()
        try await store.lane.save(next, runID: 2)
        #expect(try await store.lane.record(of: series()) == next)
    }

    @Test func everyPartOfTheKeyMakesAnotherSeries() async throws {
        let rows = candles(3)
        let others = [
            series(), series("q"), series("q", .day),
            PoolSeriesID(
                venue: "coingecko",
                pool: Pool(network: "solana", address: "q", mint: "Mint"),
                interval: .day
            ),
            PoolSeriesID(
                venue: "coingecko",
                pool: Pool(network: "base", address: "q", mint: "Mint"),
                interval: .day
            ),
            PoolSeriesID(
                venue: "coingecko",
                pool: Pool(network: "base", address: "q", mint: "mint"),
                interval: .day
            ),
        ]
        for series in others {
            #expect(try await store.lane.load(job(series, rows), runID: 1).inserted == 3)
        }
        #expect(Set(others.map { AdvisoryLock($0).key }).count == others.count)
    }

    /// Open, high, low, close and volume, of which something is wrong.
    private static let wrong: [[Double]] = [
        [1, 0.9, 0.5, 1, 1], [1, 2, 1.5, 2, 1], [1, 2, -0.1, 1, 1], [.nan, 2, 1, 1, 1],
        [1, .infinity, 1, 1, 1], [1, .nan, 1, 1, 1], [1, 2, .nan, 1, 1], [1, 2, 1, .nan, 1],
        [1, 2, 1, 1, -1], [1, 2, 1, 1, .nan], [1, 2, 1, 1, .infinity], [3, 2, 1, 1, 1],
        [1, 2, 1, 3, 1],
    ]

    @Test(arguments: wrong)
    func theTableRefusesACandleThatBreaksARule(values: [Double]) async throws {
        let candle = TokenCandle(
            openTime: Timestamp(seconds: 1_772_323_200),
            open: values[0],
            high: values[1],
            low: values[2],
            close: values[3],
            volume: values[4]
        )
        #expect(candle.violation(interval: .hour) != nil)
        let error = await #expect(throws: StoreError.self) {
            try await store.lane.load(
                PoolLoadJob(series: series(), candles: [candle], indicators: nil),
                runID: 1
            )
        }
        #expect(error?.cause?.code == .checkViolation)
    }

    @Test func aSeriesIsLockedForOneConnection() async throws {
        let other = try store.anotherLane()
        try await store.lane.lock(series())
        try await other.lock(series("Other"))
        let error = await #expect(throws: StoreError.self) { try await other.lock(series()) }
        #expect(error?.code == .locked)
        #expect(error?.message.contains("chandler tests, database session") == true)
        await store.lane.unlock(series())
        try await other.lock(series())
    }
}
