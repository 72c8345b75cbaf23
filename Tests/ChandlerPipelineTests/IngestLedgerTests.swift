import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerPostgres
import ChandlerStore
import Testing

/// Every expected candle is stored, or a gap, or a reject: after any answer of the venue.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct IngestLedgerTests {
    private func expectSound(_ market: Market, _ series: SeriesID) async throws {
        let report = try await market.verify(series)
        #expect(report.differences == 0, "\(report.findings)")
    }

    @Test(arguments: [Interval.week, .threeDays, .month, .day])
    func aSecondRunOfALongIntervalFindsNothingNew(interval: Interval) async throws {
        let series = try SeriesID("LONG", interval)
        let start = interval.ceiling(try moment("2024-01-01"))
        let market = try await Market(now: try moment("2024-07-17T12:00"))
        market.venue.add(
            Plain.candles(interval, from: start, to: try moment("2024-07-17")),
            to: series
        )
        let first = try await market.ingest(try IngestOptions(series, "2024-01-01")).series
        #expect(first.inserted > 0)
        let second = try await market.ingest(try IngestOptions(series, "2024-01-01")).series
        #expect(second.inserted == 0)
        #expect(second.unchanged == first.inserted)
        #expect(try await market.stored(series).gaps.isEmpty)
        try await expectSound(market, series)
    }

    @Test func aMissingWeekAcrossTwoMonthsIsOneGap() async throws {
        let series = try SeriesID("WEEKS", .week)
        let market = try await Market(now: try moment("2024-07-17T12:00"))
        market.venue.add(
            Plain.candles(
                .week,
                from: try moment("2024-01-01"),
                to: try moment("2024-07-01"),
                without: [try moment("2024-01-29")]
            ),
            to: series
        )
        try await market.ingest(try IngestOptions(series, "2024-01-01"))
        let inside = try await market.stored(series).gaps.filter {
            $0.range.start < (try moment("2024-06-30"))
        }
        let week = TimeRange(try moment("2024-01-29"), try moment("2024-02-05"))
        #expect(inside == [Gap(range: week, missing: 1, status: .confirmed)])
        try await expectSound(market, series)
    }

    @Test func aThreeDayCandleThatWasFormingIsLoadedLaterWithoutOverlap() async throws {
        let series = try SeriesID("FORMING", .threeDays)
        let market = try await Market(now: try moment("2024-02-09T12:00"))
        market.venue.add(
            Plain.candles(.threeDays, from: try moment("2024-01-02"), to: try moment("2024-03-01")),
            to: series
        )
        for now in ["2024-02-09T12:00", "2024-02-10T12:00", "2024-02-11T12:00", "2024-02-20"] {
            market.venue.now = try moment(now)
            try await market.ingest(try IngestOptions(series, "2024-01-01", overlap: 0))
        }
        let stored = try await market.stored(series).candles.map(\.openTime)
        let expected = market.venue.book(series).candles.keys.sorted().filter {
            Interval.threeDays.close(of: $0) <= market.venue.now
        }
        #expect(stored == expected)
    }

    @Test(arguments: ["duplicate_open_time", "open_time_off_grid"])
    func aBrokenRowBesideAStoredCandleDoesNotStopLaterRuns(rule: String) async throws {
        let series = try SeriesID("TWICE", .minute)
        let market = try await Market(now: try moment("2024-02-05"))
        market.venue.add(
            Plain.candles(
                .minute,
                from: try moment("2024-02-01"),
                to: try moment("2024-02-01T02:00")
            ),
            to: series
        )
        let place = try moment(
            rule == "open_time_off_grid" ? "2024-02-01T01:00:30" : "2024-02-01T01:00"
        )
        market.venue.change(series) { book in
            book.broken = [
                RejectedRow(openTime: place, rule: rule, reason: "sent twice", payload: "[]")
            ]
        }
        let first = try await market.ingest(try IngestOptions(series, "2024-02-01")).series
        #expect(first.inserted == 120)
        #expect(first.rejected == 1)
        try await expectSound(market, series)
        let second = try await market.ingest(try IngestOptions(series, "2024-02-01")).series
        #expect(second.inserted == 0)
        #expect(second.unchanged == 120)
        try await expectSound(market, series)
    }

    @Test func aRejectedCandleIsAskedForAgainUntilItIsMended() async throws {
        let series = try SeriesID("MENDED", .minute)
        let market = try await Market(now: try moment("2024-02-05"))
        let place = try moment("2024-02-01T01:00")
        let end = try moment("2024-02-02")
        let whole = Plain.candles(.minute, from: try moment("2024-02-01"), to: end)
        market.venue.add(whole.filter { $0.openTime != place }, to: series)
        market.venue.change(series) { $0.broken = [RandomStory.reject(place)] }
        for _ in 0..<3 {
            let report = try await market.ingest(
                try IngestOptions(series, "2024-02-01", "2024-02-02")
            ).series
            #expect(report.rejected == 1)
            #expect(report.firstReject == RandomStory.reject(place))
            try await expectSound(market, series)
        }
        let connection = try PostgresConnection(market.database)
        let kept = try connection.query("SELECT count(*) FROM ingest_rejects").firstRow().int64(0)
        #expect(kept == 1)
        market.venue.change(series) { $0.broken = [] }
        market.venue.add(whole, to: series)
        let report = try await market.ingest(
            try IngestOptions(series, "2024-02-01", "2024-02-02")
        ).series
        #expect(report.inserted == 1)
        #expect(try await market.stored(series).candles == whole)
        try await expectSound(market, series)
        _ = market.venue.takeAsked()
        try await market.ingest(try IngestOptions(series, "2024-02-01", "2024-02-02", overlap: 0))
        #expect(market.venue.takeAsked().isEmpty)
    }

    @Test(arguments: [true, false])
    func aBrokenRowLaterLeavesKnownGapsInTheLedger(isReadable: Bool) async throws {
        let series = try SeriesID("KNOWN", .minute)
        let market = try await Market(now: try moment("2024-02-05"))
        let hole = try moment("2024-02-01T01:00")
        market.venue.add(
            Plain.candles(
                .minute,
                from: try moment("2024-02-01"),
                to: try moment("2024-02-01T02:00"),
                without: [hole]
            ),
            to: series
        )
        let options = try IngestOptions(series, "2024-02-01", "2024-02-01T02:00", refetch: true)
        try await market.ingest(options)
        try await expectSound(market, series)
        // The venue now sends a row for the hole that cannot be read, and corrects another one.
        market.venue.change(series) { book in
            book.broken = [
                RejectedRow(
                    openTime: isReadable ? hole : nil,
                    rule: "not_a_row",
                    reason: "is no row",
                    payload: "[null]"
                )
            ]
        }
        try market.venue.revise(series, at: "2024-02-01T00:30", Plain.revised)
        try await market.ingest(options)
        try await expectSound(market, series)
        let stored = try await market.stored(series)
        let accounted = stored.rows.count + stored.gaps.reduce(0) { $0 + $1.missing }
        #expect(accounted == 120, "\(stored.gaps)")
    }

    @Test func whatLayBeforeTheFirstCandleBecomesAGapWhenAnEarlierOneAppears() async throws {
        let series = try SeriesID("ARCHIVE", .hour)
        let market = try await Market(now: try moment("2024-05-05"))
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-04-10"), to: try moment("2024-05-01")),
            to: series
        )
        try await market.ingest(try IngestOptions(series, "2024-03-01", "2024-05-01"))
        #expect(try await market.stored(series).gaps.isEmpty)
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-01-10"), to: try moment("2024-01-20")),
            to: series
        )
        try await market.ingest(try IngestOptions(series, "2024-01-01", "2024-05-01"))
        let hole = TimeRange(try moment("2024-01-20"), try moment("2024-04-10"))
        let expected = Gap(
            range: hole,
            missing: Interval.hour.count(in: hole),
            status: .confirmed
        )
        #expect(try await market.stored(series).gaps == [expected])
        try await expectSound(market, series)
    }

    @Test func refetchReadsHistoryThatAppearedBeforeTheFirstCandle() async throws {
        let series = try SeriesID("OLDER", .hour)
        let market = try await Market(now: try moment("2024-05-05"))
        let all = Plain.candles(
            .hour,
            from: try moment("2024-04-01"),
            to: try moment("2024-05-01")
        )
        market.venue.add(all.filter { $0.openTime.date.day >= 10 }, to: series)
        try await market.ingest(try IngestOptions(series, "2024-04-01", "2024-05-01"))
        market.venue.add(all, to: series)
        try await market.ingest(
            try IngestOptions(series, "2024-04-01", "2024-05-01", refetch: true)
        )
        #expect(try await market.stored(series).candles == all)
        try await expectSound(market, series)
    }

    @Test func whatWasNeverFetchedIsAnOpenGapUntilItIs() async throws {
        let series = try SeriesID("OPEN", .hour)
        let market = try await Market(now: try moment("2024-05-05"))
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-01-01"), to: try moment("2024-05-01")),
            to: series
        )
        try await market.ingest(try IngestOptions(series, "2024-04-01", "2024-05-01"))
        let middle = TimeRange(try moment("2024-01-20"), try moment("2024-04-01"))
        let report = try await market.ingest(
            try IngestOptions(series, "2024-01-01", "2024-01-20")
        ).series
        #expect(report.gapsOpen == 1)
        let expected = Gap(range: middle, missing: Interval.hour.count(in: middle), status: .open)
        #expect(try await market.stored(series).gaps == [expected])
        let last = try await market.ingest(
            try IngestOptions(series, "2024-01-01", "2024-05-01")
        ).series
        #expect(last.gapsOpen == 0)
        #expect(last.inserted == middle.microseconds.asHours)
        try await expectSound(market, series)
    }

    @Test func candlesMissingAtTheYoungEndAreAskedForAgain() async throws {
        let series = try SeriesID("YOUNG", .minute)
        let now = try moment("2024-02-01T12:00")
        let market = try await Market(now: now)
        let all = Plain.candles(.minute, from: try moment("2024-02-01"), to: now)
        market.venue.add(Array(all.dropLast(5)), to: series)
        let first = try await market.ingest(try IngestOptions(series, "2024-02-01")).series
        #expect(first.gapsConfirmed == 0)
        market.venue.add(all, to: series)
        let second = try await market.ingest(
            try IngestOptions(series, "2024-02-01", overlap: 0)
        ).series
        #expect(second.inserted == 5)
        try await expectSound(market, series)
    }
}

extension Int64 {
    fileprivate var asHours: Int { Int(self / 3_600_000_000) }
}
