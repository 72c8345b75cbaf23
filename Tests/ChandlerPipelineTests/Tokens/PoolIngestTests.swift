import ChandlerCore
import ChandlerIndicators
import ChandlerPostgres
import ChandlerStore
import Synchronization
import Testing

@testable import ChandlerPipeline

@Suite(
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct PoolIngestTests {
    private static let minute: Int64 = 60_000_000
    private let start: Timestamp
    private let now: Timestamp

    init() throws {
        start = try moment("2026-03-01T00:00:00Z")
        now = start + 3 * Timestamp.microsecondsPerDay
    }

    private func at(_ slot: Int) -> Timestamp { start + Int64(slot) * Self.minute }

    private func market(
        _ seed: UInt64 = 1,
        slots: Int = 900,
        hasVolume: Bool = true
    ) async throws -> PoolMarket {
        let market = try await PoolMarket(now: now)
        var generator = SeededGenerator(seed: seed)
        market.source.add(
            SparseHistory.candles(
                from: start,
                slots: slots,
                hasVolume: hasVolume,
                generator: &generator
            )
        )
        return market
    }

    /// What one undisturbed run leaves of what the source has now.
    private func clean(
        like market: PoolMarket,
        _ to: Int = 900,
        indicators: String = PoolMarket.indicators
    ) async throws -> PoolMarket {
        let other = try await PoolMarket(now: now, sharing: market)
        market.source.fail(afterPages: nil)
        try await other.run(start, at(to), indicators: indicators)
        return other
    }

    @Test func oneRunStoresEveryCandleWithItsIndicators() async throws {
        let market = try await market()
        let report = try await market.run(start, at(900))
        let rows = try await market.rows()
        let candles = rows.map(\.candle)
        #expect(report.inserted == candles.count)
        #expect(report.fetched == candles.count)
        #expect(report.silent == 900 - candles.count)
        #expect((report.updated, report.recomputed, report.unchanged) == (0, 0, 0))
        #expect(report.watermark == candles.last?.openTime)
        let expected = try market.expectedIndicators(candles, PoolMarket.indicators)
        #expect(rows.map(\.indicators) == expected)
        #expect(expected.last?.contains("obv") == true)
    }

    @Test func aSecondRunWritesNothing() async throws {
        let market = try await market()
        let first = try await market.run(start, at(900))
        let before = try market.fingerprint()
        _ = market.source.takeAsked()
        let second = try await market.run(start, at(900))
        #expect((second.inserted, second.updated, second.recomputed) == (0, 0, 0))
        #expect(second.unchanged == first.inserted)
        #expect(second.silent == first.silent)
        #expect(try market.fingerprint() == before)
        let asked = market.source.takeAsked().reduce(0) { $0 + $1.microseconds }
        #expect(asked < 30 * Self.minute, "the overlap only")
    }

    @Test func twoRunsInOrderGoOnFromTheSavedState() async throws {
        let market = try await market()
        try await market.run(start, at(411))
        let report = try await market.run(start, at(900))
        #expect(report.recomputed == 0)
        #expect(try await market.contents() == clean(like: market).contents())
    }

    @Test func theMiddleLoadedLastChangesNothing() async throws {
        let market = try await market()
        try await market.run(start, at(300))
        try await market.run(at(600), at(900))
        let report = try await market.run(at(250), at(700))
        #expect(report.inserted > 0 && report.recomputed > 0 && report.updated == 0)
        let other = try await clean(like: market)
        #expect(try market.contents() == other.contents())
        #expect(try await market.record()?.coverage == other.record()?.coverage)
    }

    @Test func theBeginningLoadedLastChangesNothing() async throws {
        let market = try await market()
        try await market.run(at(500), at(900))
        let report = try await market.run(start, at(900))
        #expect(report.recomputed > 0)
        #expect(try await market.contents() == clean(like: market).contents())
    }

    @Test func aRevisionInTheOverlapCostsTheLastRowsOnly() async throws {
        let market = try await market()
        try await market.run(start, at(500))
        let last = try #require(try await market.rows().suffix(2).first?.candle)
        market.source.add([last.revised])
        let report = try await market.run(start, at(520))
        #expect(report.updated == 1)
        #expect(report.recomputed == 1, "the one candle after it")
        #expect(try await market.contents() == clean(like: market, 520).contents())
    }

    @Test(arguments: 1...6)
    func aRevisionNearTheSavedStateIsTaken(back: Int) async throws {
        let market = try await market()
        try await market.run(start, at(500))
        let rows = try await market.rows().map(\.candle)
        let state = try #require(try await market.record()?.state)
        #expect(state.openTime == rows[rows.count - 4].openTime, "the overlap comes after it")
        market.source.add([rows[rows.count - back].revised])
        let report = try await market.run(start, at(500), refetch: true)
        #expect((report.inserted, report.updated) == (0, 1))
        #expect(report.recomputed == back - 1)
        #expect(try await market.contents() == clean(like: market, 500).contents())
    }

    @Test func aRevisionFarBackIsFoundByReadingAgain() async throws {
        let market = try await market()
        try await market.run(start, at(900))
        let old = try #require(try await market.rows().dropFirst(40).first?.candle)
        market.source.add([old.revised])
        #expect(try await market.run(start, at(900)).updated == 0)
        let report = try await market.run(start, at(900), refetch: true)
        #expect(report.updated == 1)
        #expect(report.recomputed > 300)
        #expect(try await market.contents() == clean(like: market).contents())
    }

    @Test func aCandleThatIsNoLongerSentIsKept() async throws {
        let market = try await market()
        let stored = try await market.run(start, at(900)).inserted
        let gone = try #require(try await market.rows().dropFirst(40).first?.candle)
        market.source.remove(gone.openTime)
        let report = try await market.run(start, at(900), refetch: true)
        #expect((report.inserted, report.updated, report.unchanged) == (0, 0, stored))
        #expect(try await market.rows().contains { $0.candle == gone })
    }

    @Test(arguments: [0, 1, 4, 8])
    func aFailureInTheMiddleKeepsThePagesBefore(pages: Int) async throws {
        let market = try await market()
        market.source.fail(afterPages: pages)
        let ingest = try await market.ingest(start, at(900))
        var seconds = StageSeconds()
        let error = await #expect(throws: VenueError.self) {
            try await ingest.run(seconds: &seconds)
        }
        #expect(error?.code == .unreachable)
        #expect((ingest.partialReport != nil) == (pages > 0))
        #expect(try await market.rows().allSatisfy { $0.candle.openTime < at(pages * 100) })
        market.source.fail(afterPages: nil)
        _ = market.source.takeAsked()
        try await market.run(start, at(900))
        let asked = try #require(market.source.takeAsked().first)
        #expect(asked.start >= at(max(0, pages * 100 - 30)), "what was answered is not asked again")
        #expect(try await market.contents() == clean(like: market).contents())
    }

    @Test func aFailureDuringABackfillLeavesNoStaleIndicators() async throws {
        let market = try await market()
        try await market.run(at(600), at(900))
        market.source.fail(afterPages: 2)
        await #expect(throws: VenueError.self) { try await market.run(start, at(900)) }
        let rows = try await market.rows()
        #expect(try await market.record()?.isStale == false)
        #expect(
            try rows.map(\.indicators)
                == market.expectedIndicators(rows.map(\.candle), PoolMarket.indicators)
        )
    }

    @Test(arguments: 0..<8)
    func aRunStoppedBetweenPagesIsContinued(page: Int) async throws {
        let market = try await market()
        try await market.run(at(600), at(700))
        let task = TaskHolder()
        let before = market.source.counters.requests
        market.source.beforePage { if $0 - before == page { task.cancel() } }
        let run = Task { _ = try await market.run(start, at(900)) }
        task.hold(run)
        _ = await run.result
        market.source.beforePage { _ in }
        let record = try await market.record()
        // A backfill that was cut off says so: the stored indicators await recomputation.
        if page > 0 { #expect(record?.isStale == true && record?.state == nil) }
        try await market.run(start, at(900))
        #expect(try await market.contents() == clean(like: market).contents())
    }

    @Test func anotherIndicatorSetIsNoticedAndRecomputedOnRequest() async throws {
        let market = try await market()
        let stored = try await market.run(start, at(900), indicators: "ema_12,obv").inserted
        let before = try market.fingerprint()
        let error = await #expect(throws: PipelineError.self) {
            try await market.run(start, at(900), indicators: "ema_12,rsi_14")
        }
        #expect(error?.code == .indicatorsDiffer)
        #expect(error?.message.contains("add rsi_14 and remove obv") == true)
        #expect(try market.fingerprint() == before)
        let report = try await market.run(
            start,
            at(900),
            indicators: "ema_12,rsi_14",
            recompute: true
        )
        #expect(report.recomputed == stored)
        let expected = try await clean(like: market, indicators: "ema_12,rsi_14")
        #expect(try market.contents() == expected.contents())
        let none = try await market.run(start, at(900), indicators: "none", recompute: true)
        #expect(none.recomputed == stored)
        #expect(try await market.rows().allSatisfy { $0.indicators == nil })
    }

    @Test func withoutVolumesIndicatorsThatReadThemAreLeftOut() async throws {
        let market = try await market(hasVolume: false)
        try await market.run(start, at(900))
        let last = try #require(try await market.rows().last)
        #expect(last.candle.volume == nil)
        let indicators = try #require(last.indicators)
        for name in ["obv", "mfi_14", "vwap_day", "ad", "cmf_20", "vwap_20"] {
            #expect(!indicators.contains("\"\(name)\""), "\(name)")
        }
        for name in ["sma_200", "rsi_14", "macd_12_26_9", "sma_7"] {
            #expect(indicators.contains("\"\(name)\""), "\(name)")
        }
    }

    @Test func whatIsNoLongerServedIsNotAskedFor() async throws {
        let market = try await market()
        market.source.setHistory(now - at(500))
        let report = try await market.run(start, at(900))
        #expect(report.servedFrom == at(500))
        #expect(report.range == TimeRange(at(500), at(900)))
        #expect(market.source.takeAsked() == [TimeRange(at(500), at(900))])
        #expect(try await market.rows().first.map { $0.candle.openTime >= at(500) } == true)
    }

    @Test func silenceOfTheLastDayIsAskedForAgain() async throws {
        let market = try await market()
        market.source.now = at(900)
        let candles = try await {
            try await market.run(start); return try await market.rows()
        }()
        let times = Set(candles.map(\.candle.openTime))
        let hole = try #require((0..<400).map { at($0) }.first { !times.contains($0) })
        var price = 4e-7
        var generator = SeededGenerator(seed: 5)
        market.source.add([SparseHistory.candle(hole, &price, &generator)])
        let report = try await market.run(start)
        #expect(report.inserted == 1)
        #expect(try await market.rows().contains { $0.candle.openTime == hole })
        #expect(try await market.contents() == clean(like: market).contents())
    }

    @Test func aPoolInWhichNothingIsTradedIsAnsweredForOnce() async throws {
        let market = try await PoolMarket(now: now)
        let report = try await market.run(start, at(900))
        #expect(report.silent == 900)
        #expect((report.inserted, report.watermark) == (0, nil))
        _ = market.source.takeAsked()
        try await market.run(start, at(900))
        #expect(market.source.takeAsked().isEmpty)
        // No row has the old set's indicators, so that another one may be chosen.
        try await market.run(start, at(900), indicators: "ema_12")
    }

    @Test func rowsThatBreakARuleAreRejectedAndAskedForAgain() async throws {
        let market = try await market()
        let times = try await clean(like: market).rows().map(\.candle.openTime)
        let (sent, parsed) = (times[20], times[30])
        let good = try #require(try await clean(like: market).rows().dropFirst(20).first).candle
        market.source.add([
            TokenCandle(openTime: sent, open: 2, high: 1, low: 1, close: 1, volume: .nan)
        ])
        market.source.setBroken([
            RejectedRow(openTime: parsed, rule: "not_a_row", reason: "no number", payload: "[\0]")
        ])
        let taken = try #require(try await clean(like: market).rows().dropFirst(29).first)
        market.source.remove(parsed)
        let report = try await market.run(start, at(900))
        #expect(report.rejected == 2)
        #expect(taken.candle.openTime == parsed)
        #expect(
            try market.text(
                """
                SELECT string_agg(symbol || ' ' || "interval" || ' ' || venue || ' ' || rule, ','
                    ORDER BY rule) FROM ingest_rejects
                """
            ) == "PoolAddress 1m scripted high_below_open_or_close,"
                + "PoolAddress 1m scripted not_a_row"
        )
        let record = try #require(try await market.record())
        #expect(record.coverage.covered(in: TimeRange(sent, sent + Self.minute)).isEmpty)
        #expect(record.coverage.covered(in: TimeRange(parsed, parsed + Self.minute)).isEmpty)
        market.source.setBroken([])
        market.source.add([good, taken.candle])
        #expect(try await market.run(start, at(900)).inserted == 2)
        #expect(try await market.contents() == clean(like: market).contents())
    }

    @Test func whatCannotBeIngestedIsSaidAtOnce() async throws {
        let market = try await market()
        let wrong = PoolSeriesID(venue: "scripted", pool: market.series.pool, interval: .week)
        let unknown = #expect(throws: VenueError.self) {
            try PoolIngest.check(wrong, at: market.source)
        }
        #expect(unknown?.code == .unknownInterval)
        #expect(unknown?.message.contains("1m 1h 1d") == true)
        let mint = String(repeating: "m", count: 45)
        let long = PoolSeriesID(
            venue: "scripted",
            pool: Pool(network: "sui", address: "p", mint: mint),
            interval: .minute
        )
        #expect(throws: PipelineError.self) { try PoolIngest.check(long, at: market.source) }
        await #expect(throws: PipelineError.self) { try await market.run(now + Self.minute) }
    }

    @Test func aSeriesThatAnotherRunHoldsIsLeftAlone() async throws {
        let market = try await market()
        let other = try StoreLane(market.database, applicationName: "chandler other")
        try await other.lock(market.series)
        let error = await #expect(throws: StoreError.self) { try await market.run(start, at(900)) }
        #expect(error?.code == .locked)
        #expect(error?.message.contains("chandler other") == true)
        await other.unlock(market.series)
        try await market.run(start, at(900))
    }

    @Test(arguments: [1, 7, 64])
    func recomputationInSmallPiecesGivesTheSame(piece: Int) async throws {
        let market = try await market(slots: 300)
        try await market.run(start, at(300))
        let before = try market.contents()
        let lane = try StoreLane(market.database, applicationName: "chandler tests")
        var record = try #require(try await market.record())
        record.isStale = true
        record.state = nil
        var state = PoolSeriesState(
            indicators: try IndicatorSet(parsing: PoolMarket.indicators),
            overlap: 3,
            record: record
        )
        var refresh = PoolRefresh(lane: lane, runID: 1, progress: QuietProgress())
        refresh.piece = piece
        #expect(try await refresh.run(&state) == 0)
        #expect(try market.contents() == before)
        #expect(state.tail.count == 3)
    }
}

/// A task that a callback may cancel once it is known.
final class TaskHolder: Sendable {
    private let state = Mutex<(task: Task<Void, any Error>?, isCancelled: Bool)>((nil, false))

    func hold(_ task: Task<Void, any Error>) {
        let isCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
    }

    /// Cancels the task, which is the one that calls this when it is not known yet.
    func cancel() {
        withUnsafeCurrentTask { $0?.cancel() }
        state.withLock { state in
            state.isCancelled = true
            state.task?.cancel()
        }
    }
}
