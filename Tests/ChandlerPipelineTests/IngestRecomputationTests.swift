import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import Testing

/// Indicators follow every change of an earlier candle, and nothing more is rewritten.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct IngestRecomputationTests {
    /// Loads hours from the middle of January on.
    private func market(_ series: SeriesID, until end: String) async throws -> Market {
        let market = try await Market(now: try moment(end))
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-01-20"), to: try moment(end)),
            to: series
        )
        try await market.ingest(try IngestOptions(series, "2024-01-20"))
        return market
    }

    private func expectSound(_ market: Market, _ series: SeriesID) async throws {
        let report = try await market.verify(series)
        #expect(report.differences == 0, "\(report.findings)")
        #expect(report.notes.isEmpty)
    }

    @Test func aRevisionIsFollowedByTheUnchangedRowsOfLaterMonths() async throws {
        let series = try SeriesID("LATER", .hour)
        let market = try await market(series, until: "2024-04-03")
        try market.venue.revise(series, at: "2024-01-25T06:00", Plain.revised)
        let report = try await market.ingest(
            try IngestOptions(series, "2024-01-20", refetch: true)
        ).series
        #expect(report.updated == 1)
        try await expectSound(market, series)
    }

    @Test func aRevisionInsideTheOverlapIsFollowedAcrossTheMonthsEnd() async throws {
        let series = try SeriesID("EDGE", .hour)
        let market = try await market(series, until: "2024-02-01T02:00")
        try market.venue.revise(series, at: "2024-01-31T23:00", Plain.revised)
        let more = try moment("2024-02-01T05:00")
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-02-01T02:00"), to: more),
            to: series
        )
        market.venue.now = more
        let report = try await market.ingest(try IngestOptions(series, "2024-01-20")).series
        #expect(report.updated == 1)
        #expect(report.inserted == 3)
        try await expectSound(market, series)
    }

    @Test(arguments: ["2024-01-20T00:00", "2024-04-02T23:00", "2024-02-29T23:00", "2024-03-01"])
    func aRevisionAtAnEdgeIsFollowed(time: String) async throws {
        let series = try SeriesID("EDGES", .hour)
        let market = try await market(series, until: "2024-04-03")
        try market.venue.revise(series, at: time, Plain.revised)
        try await market.ingest(try IngestOptions(series, "2024-01-20", refetch: true))
        try await expectSound(market, series)
    }

    @Test func recomputationCrossesAMonthWithoutCandles() async throws {
        let series = try SeriesID("HOLLOW", .hour)
        let market = try await Market(now: try moment("2024-04-03"))
        let january = Plain.candles(
            .hour,
            from: try moment("2024-01-20"),
            to: try moment("2024-02-01")
        )
        let march = Plain.candles(
            .hour,
            from: try moment("2024-03-01"),
            to: try moment("2024-04-03")
        )
        market.venue.add(january + march, to: series)
        try await market.ingest(try IngestOptions(series, "2024-01-25"))
        // An earlier beginning changes everything after it; February must not hide March.
        try await market.ingest(try IngestOptions(series, "2024-01-20", "2024-01-25"))
        try await expectSound(market, series)
    }

    @Test func recomputationEndsWhereTheStateIsWhatItWas() async throws {
        let series = try SeriesID("SOON", .hour)
        let market = try await market(series, until: "2024-01-21")
        let short = try SeriesID("SHORT", .hour)
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-01-01"), to: try moment("2024-05-02")),
            to: short
        )
        market.venue.now = try moment("2024-05-02")
        let indicators = "mfi_14,log_return"
        try await market.ingest(try IngestOptions(short, "2024-01-01", indicators: indicators))
        try market.venue.revise(short, at: "2024-01-05T00:00", Plain.withMoreVolume)
        let report = try await market.ingest(
            try IngestOptions(
                short,
                "2024-01-05",
                "2024-01-06",
                indicators: indicators,
                refetch: true
            )
        ).series
        #expect(report.updated == 1)
        // Only rows whose window held the candle change, and the refresh looks no further.
        #expect(report.recomputed < 24)
        try await expectSound(market, short)
    }

    @Test func aStateFromBeforeALateCandleIsNotUsedAgain() async throws {
        let series = try SeriesID("REMNANT", .hour)
        let end = try moment("2024-01-31T20:00")
        let market = try await Market(now: try moment("2024-02-20"))
        let missing = Set(
            Plain.candles(.hour, from: end, to: try moment("2024-02-01")).map(\.openTime)
        )
        let all = Plain.candles(
            .hour,
            from: try moment("2024-01-20"),
            to: try moment("2024-02-10"),
            without: missing
        )
        market.venue.add(all, to: series)
        try await market.ingest(try IngestOptions(series, "2024-01-20"))
        // The month's last candle was 19:00; now 21:00 exists too.
        market.venue.add([Plain.candle(end + 3_600_000_000, 5)], to: series)
        try await market.ingest(
            try IngestOptions(series, "2024-01-31T20:00", "2024-02-01", refetch: true)
        )
        // An early revision reaches both, and then 20:00 arrives between them.
        try market.venue.revise(series, at: "2024-01-22T00:00", Plain.revised)
        try await market.ingest(
            try IngestOptions(series, "2024-01-22", "2024-01-23", refetch: true)
        )
        market.venue.add([Plain.candle(end, 9)], to: series)
        try await market.ingest(
            try IngestOptions(series, "2024-01-31T20:00", "2024-02-01", refetch: true)
        )
        try await expectSound(market, series)
    }

    @Test(arguments: [
        ("log_return", "log_return,atr_14"), ("log_return,atr_14", "log_return"),
        ("none", "atr_14"), ("atr_14", "none"), ("obv", "obv,ema_12"), ("core", "none"),
    ])
    func aChangedSetRewritesEveryMonth(before: String, after: String) async throws {
        let series = try SeriesID("CHANGED", .hour)
        let market = try await Market(now: try moment("2024-04-03"))
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-01-20"), to: try moment("2024-04-03")),
            to: series
        )
        try await market.ingest(try IngestOptions(series, "2024-01-20", indicators: before))
        let rows = try await market.stored(series).rows
        let refused = try await #require(throws: PipelineError.self) {
            try await market.ingest(
                try IngestOptions(series, "2024-01-20", indicators: after)
            )
        }
        #expect(refused.code == .indicatorsDiffer)
        #expect(try await market.stored(series).rows == rows)
        try await market.ingest(
            try IngestOptions(series, "2024-01-20", indicators: after, recompute: true)
        )
        try await expectSound(market, series)
        let clean = try SeriesID("CHANGEDCLEAN", .hour)
        let book = market.venue.book(series)
        market.venue.change(clean) { $0 = book }
        try await market.ingest(try IngestOptions(clean, "2024-01-20", indicators: after))
        #expect(try await market.stored(series).rows == market.stored(clean).rows)
    }

    @Test func aStoppedRecomputationIsFinishedByTheNextRun() async throws {
        let series = try SeriesID("STOPPED", .hour)
        let market = try await market(series, until: "2024-05-03")
        let wider = "ema_12,obv,log_return,sma_5"
        let options = try IngestOptions(
            series,
            "2024-01-20",
            indicators: wider,
            recompute: true
        )
        let run = Task { _ = try await market.ingest(options) }
        // The third moment is after the second month that was rewritten.
        market.moments.stop(after: 2) { run.cancel() }
        await #expect(throws: CancellationError.self) { try await run.value }
        market.moments.clear()
        let halfway = try await market.stored(series)
        #expect(halfway.record?.staleFrom == (try moment("2024-03-01")))
        try await market.ingest(
            try IngestOptions(series, "2024-01-20", indicators: wider)
        )
        try await expectSound(market, series)
    }
}
