import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerPostgres
import ChandlerStore
import Testing

/// Batches are loaded side by side and committed in order; faults leave a whole prefix.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct IngestConcurrencyTests {
    @Test(arguments: [1, 2, 4])
    func severalBatchesOfOneNewMonthAreLoaded(lanes: Int) async throws {
        let series = try SeriesID("SECONDS", .second)
        let start = try moment("2024-02-28T12:00")
        let end = start + 180_000 * 1_000_000
        let market = try await Market(now: end)
        let candles = Plain.candles(.second, from: start, to: end)
        market.venue.add(candles, to: series)
        let report = try await market.ingest(
            try IngestOptions(series, "2024-02-28T12:00", indicators: "ema_12"),
            lanes: lanes
        ).series
        #expect(report.inserted == candles.count)
        let verified = try await market.verify(series)
        #expect(verified.rows == candles.count)
        #expect(verified.differences == 0, "\(verified.findings)")
    }

    @Test func aVenueThatGoesAwayLeavesAWholePrefix() async throws {
        let series = try SeriesID("AWAY", .hour)
        let market = try await Market(now: try moment("2024-06-01"), pageSlots: 200...200)
        let candles = Plain.candles(
            .hour,
            from: try moment("2024-01-10"),
            to: try moment("2024-06-01")
        )
        market.venue.add(candles, to: series)
        for pages in 0..<5 {
            market.venue.fail(afterPages: pages)
            let error = await #expect(throws: VenueError.self) {
                try await market.ingest(try IngestOptions(series, "2024-01-01"))
            }
            #expect(error?.code == .unreachable)
            let stored = try await market.stored(series)
            #expect(stored.candles == Array(candles.prefix(stored.candles.count)))
            #expect(stored.candles.last?.openTime == stored.record?.watermark)
            if !stored.rows.isEmpty {
                #expect(try await market.verify(series).differences == 0)
            }
        }
        // What was sent before the fault is kept.
        #expect(try await market.stored(series).rows.count > 1_000)
        market.venue.fail(afterPages: nil)
        try await market.ingest(try IngestOptions(series, "2024-01-01"))
        #expect(try await market.stored(series).candles == candles)
        #expect(try await market.verify(series).differences == 0)
    }

    @Test(arguments: 0..<8)
    func aFaultOfTheServerIsReportedAndLeavesAWholePrefix(attempt: Int) async throws {
        let series = try SeriesID("FAULT", .hour)
        let market = try await Market(now: try moment("2024-06-01"), pageSlots: 100...100)
        let candles = Plain.candles(
            .hour,
            from: try moment("2024-01-10"),
            to: try moment("2024-06-01")
        )
        market.venue.add(candles, to: series)
        let connection = try PostgresConnection(market.database)
        // Rows of one month cannot be stored.
        let bad = try moment("2024-03-15")
        try connection.execute(
            """
            ALTER TABLE market_data ADD CONSTRAINT no_such_day CHECK ("timestamp" <> '\(bad)')
            """
        )
        let error = await #expect(throws: StoreError.self) {
            try await market.ingest(try IngestOptions(series, "2024-01-01"), lanes: 3)
        }
        #expect(error?.cause?.code == .checkViolation)
        let stored = try await market.stored(series)
        let end = stored.record.map { Interval.hour.close(of: $0.watermark) }
        #expect(stored.candles == Array(candles.prefix(stored.candles.count)))
        #expect(end.map { $0 <= (Month(year: 2024, month: 3).start) } ?? true)
        try connection.execute("ALTER TABLE market_data DROP CONSTRAINT no_such_day")
        try await market.ingest(try IngestOptions(series, "2024-01-01"))
        #expect(try await market.stored(series).candles == candles)
        #expect(try await market.verify(series).differences == 0)
    }

    @Test(arguments: 0..<12)
    func aCutConnectionLeavesAWholePrefix(moments: Int) async throws {
        let series = try SeriesID("CUT", .hour)
        let market = try await Market(now: try moment("2024-04-01"), pageSlots: 300...300)
        let candles = Plain.candles(
            .hour,
            from: try moment("2024-01-10"),
            to: try moment("2024-04-01")
        )
        market.venue.add(candles, to: series)
        let database = market.database
        market.moments.stop(after: moments) {
            guard let connection = try? PostgresConnection(database) else { return }
            _ = try? connection.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """
            )
        }
        do {
            try await market.ingest(try IngestOptions(series, "2024-01-01"))
        } catch let error as StoreError {
            #expect(error.code == .databaseUnavailable, "\(error)")
        }
        market.moments.clear()
        try await market.ingest(try IngestOptions(series, "2024-01-01"))
        #expect(try await market.stored(series).candles == candles)
        #expect(try await market.verify(series).differences == 0)
    }

    @Test func twoSeriesFillTheSameNewMonthsAtOnce() async throws {
        let start = try moment("2024-01-10")
        let market = try await Market(now: try moment("2024-06-01"), pageSlots: 50...900)
        let all = try (0..<6).map { try SeriesID("SIDE\($0)", .hour) }
        let candles = Plain.candles(.hour, from: start, to: try moment("2024-06-01"))
        for series in all { market.venue.add(candles, to: series) }
        try await withThrowingTaskGroup { group in
            for series in all {
                group.addTask {
                    _ = try await market.ingest(try IngestOptions(series, "2024-01-01"))
                }
            }
            try await group.waitForAll()
        }
        for series in all {
            #expect(try await market.stored(series).candles == candles)
            #expect(try await market.verify(series).differences == 0)
        }
    }

    @Test func aSeriesThatAnotherRunHoldsIsLeftAlone() async throws {
        let series = try SeriesID("HELD", .hour)
        let market = try await Market(now: try moment("2024-02-01"))
        let other = try StoreLane(market.database, applicationName: "chandler elsewhere")
        try await other.lock(series)
        let error = await #expect(throws: StoreError.self) {
            try await market.ingest(try IngestOptions(series, "2024-01-01"))
        }
        #expect(error?.code == .locked)
        #expect(error?.isRetryable == true)
        #expect(error?.message.contains("chandler elsewhere") == true, "\(error as Any)")
        await other.unlock(series)
        try await market.ingest(try IngestOptions(series, "2024-01-01"))
    }

    @Test func theLockIsGivenBackAfterAFault() async throws {
        let series = try SeriesID("BACK", .hour)
        let market = try await Market(now: try moment("2024-02-01"))
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-01-01"), to: market.venue.now),
            to: series
        )
        market.venue.fail(afterPages: 0)
        let store = try Store(market.database)
        for _ in 0..<2 {
            var seconds = StageSeconds()
            let ingest = SeriesIngest(
                source: market.venue,
                store: store,
                runID: 1,
                options: try IngestOptions(series, "2024-01-01"),
                progress: QuietProgress()
            )
            await #expect(throws: VenueError.self) {
                _ = try await ingest.run(seconds: &seconds, dataset: nil)
            }
            let other = try StoreLane(market.database, applicationName: "chandler elsewhere")
            try await other.lock(series)
            await other.unlock(series)
        }
    }

    @Test func anIntervalTheVenueLacksIsRefusedInWords() async throws {
        let venue = InMemoryVenue(now: try moment("2024-02-01"), intervals: [.minute, .hour])
        let store = try Store(try await TestCluster.database())
        var seconds = StageSeconds()
        let error = await #expect(throws: VenueError.self) {
            _ = try await SeriesIngest(
                source: venue,
                store: store,
                runID: 1,
                options: try IngestOptions(try SeriesID("NONE", .week), "2024-01-01"),
                progress: QuietProgress()
            ).run(seconds: &seconds, dataset: nil)
        }
        #expect(error?.code == .unknownInterval)
        #expect(error?.message.contains("1m 1h") == true)
    }

    @Test func aStartInTheFutureIsRefusedAndAnEmptySpanIsNot() async throws {
        let series = try SeriesID("EMPTY", .hour)
        let market = try await Market(now: try moment("2024-02-01T00:30"))
        let error = await #expect(throws: PipelineError.self) {
            try await market.ingest(try IngestOptions(series, "2024-02-01T00:30"))
        }
        #expect(error?.code == .usage)
        for (from, to) in [("2024-02-01T00:10", nil), ("2024-01-01", "2024-01-02")] {
            let report = try await market.ingest(try IngestOptions(series, from, to)).series
            #expect(report.fetched == 0)
            #expect(report.watermark == nil)
        }
        #expect(try await market.stored(series).record == nil)
    }
}
