import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import Testing

/// Months that are archived stay as they are, and what follows them is what it would have been.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct ArchivedMonthsTests {
    private func hours(_ start: String, _ end: String) throws -> [Candle] {
        Plain.candles(.hour, from: try moment("2024-01-20"), to: try moment(end)).filter {
            $0.openTime >= Timestamp(parsing: start) ?? $0.openTime
        }
    }

    /// Hours from the 20th of January on, loaded up to a moment.
    private func market(
        _ series: SeriesID,
        until end: String,
        indicators: String = "ema_12,obv,log_return"
    ) async throws -> Market {
        let market = try await Market(now: try moment(end))
        market.venue.add(try hours("2024-01-20", "2024-03-20"), to: series)
        try await market.ingest(try IngestOptions(series, "2024-01-20", indicators: indicators))
        _ = market.venue.takeAsked()
        return market
    }

    @Test(arguments: [
        ("2024-03-10", "2024-03-12", 48), ("2024-03-01", "2024-03-01T05:00", 5),
        ("2024-03-01T01:00", "2024-03-01T02:00", 1),
    ])
    func anIngestGoesOnAfterArchivedMonths(
        first: String,
        second: String,
        inserted: Int
    ) async throws {
        let series = try SeriesID("AFTER", .hour)
        let market = try await market(series, until: first)
        let clean = try await self.market(series, until: second)
        try market.archive("2024-01", "2024-02")
        market.venue.now = try moment(second)
        let report = try await market.ingest(try IngestOptions(series, "2024-01-20")).series
        #expect(report.inserted == inserted)
        #expect(report.archivedMonths.map(\.dashed) == ["2024-01", "2024-02"])
        #expect(report.notFetched == 0 && report.archived == 24 * 41)
        let march = try moment("2024-03-01")
        #expect(market.venue.takeAsked().allSatisfy { $0.start >= march })
        let verified = try await market.verify(series)
        #expect(verified.differences == 0, "\(verified.findings)")
        let rows = try await clean.stored(series).rows.filter { $0.candle.openTime >= march }
        #expect(try await market.stored(series).rows == rows)
        let again = try await market.ingest(try IngestOptions(series, "2024-01-20")).series
        #expect(again.inserted + again.updated + again.recomputed == 0)
        #expect(again.unchanged == rows.count && again.archived == report.archived)
        try market.restore("2024-01", "2024-02")
        #expect(try await market.stored(series).rows == clean.stored(series).rows)
        #expect(try await market.stored(series).record == clean.stored(series).record)
    }

    @Test func aSeriesThatEndedInAnArchivedMonthGoesOnAfterIt() async throws {
        let series = try SeriesID("ENDED", .hour)
        let market = try await market(series, until: "2024-02-29T22:00")
        try market.archive("2024-01", "2024-02")
        market.venue.now = try moment("2024-03-02")
        let before = try market.everything(series)
        let error = try await #require(throws: PipelineError.self) {
            try await market.ingest(try IngestOptions(series, "2024-01-20"))
        }
        #expect(error.code == .usage && error.message.contains("--month 2024-02"), "\(error)")
        #expect(try market.everything(series) == before)
        let report = try await market.ingest(try IngestOptions(series, "2024-03-01")).series
        #expect(report.inserted == 24)
        // The two candles between were never fetched, and stay so.
        let again = try await market.ingest(try IngestOptions(series, "2024-01-20")).series
        #expect(again.inserted == 0 && again.notFetched == 2 && again.unchanged == 24)
        let verified = try await market.verify(series)
        #expect(verified.differences == 0, "\(verified.findings)")
    }

    @Test func aLateCandleAfterTheBorderIsFollowed() async throws {
        let series = try SeriesID("LATE", .hour)
        let late = try moment("2024-03-01T00:00")
        let market = try await Market(now: try moment("2024-03-01T12:00"))
        let all = try hours("2024-01-20", "2024-03-20")
        market.venue.add(all.filter { $0.openTime != late }, to: series)
        try await market.ingest(try IngestOptions(series, "2024-01-20"))
        try market.archive("2024-01", "2024-02")
        market.venue.add(all.filter { $0.openTime == late }, to: series)
        let report = try await market.ingest(try IngestOptions(series, "2024-01-20")).series
        #expect(report.inserted == 1)
        let clean = try await self.market(series, until: "2024-03-01T12:00")
        try market.restore("2024-01", "2024-02")
        #expect(try await market.stored(series).rows == clean.stored(series).rows)
        #expect(try await market.verify(series).differences == 0)
    }

    @Test(arguments: [
        ("2024-01-20", nil, true, "none", "reads again"),
        ("2024-02-29", "2024-03-02", true, "none", "reads the border again"),
        ("2024-01-20", nil, false, "same", "recomputes"),
        ("2024-03-05", nil, false, "same", "recomputes, though the span is stored"),
        ("2024-01-20", nil, false, "other", "recomputes for another set"),
        ("2024-01-10", nil, false, "none", "begins earlier"),
    ])
    func whatNeedsArchivedCandlesIsRefused(
        from: String,
        to: String?,
        refetch: Bool,
        recompute: String,
        words: Comment
    ) async throws {
        let series = try SeriesID("REFUSED", .hour)
        let market = try await market(series, until: "2024-03-10")
        if from == "2024-01-10" {
            market.venue.add([Plain.candle(try moment("2024-01-10"), 3)], to: series)
        }
        try market.archive("2024-01", "2024-02")
        let before = try market.everything(series)
        let options = try IngestOptions(
            series,
            from,
            to,
            indicators: recompute == "other" ? "ema_12,sma_5" : "ema_12,obv,log_return",
            refetch: refetch,
            recompute: recompute != "none"
        )
        let error = try await #require(throws: PipelineError.self, words) {
            try await market.ingest(options)
        }
        #expect(error.code == .usage, words)
        #expect(
            error.message.contains("restore-archive --table market_data --")
                && error.message.contains("2024-02"),
            "\(error)"
        )
        #expect(try market.everything(series) == before, words)
        #expect(market.venue.takeAsked().isEmpty, words)
    }

    @Test func monthsBetweenAreRefusedToo() async throws {
        let series = try SeriesID("BETWEEN", .hour)
        let market = try await market(series, until: "2024-03-10")
        try market.archive("2024-02")
        let before = try market.everything(series)
        // January is there, but its candles lead to indicators of archived rows.
        let error = try await #require(throws: PipelineError.self) {
            try await market.ingest(
                try IngestOptions(series, "2024-01-20", "2024-01-25", refetch: true)
            )
        }
        #expect(error.message.contains("--month 2024-02"), "\(error)")
        #expect(try market.everything(series) == before)
        let report = try await market.ingest(try IngestOptions(series, "2024-01-20")).series
        #expect(report.inserted == 0 && report.archived == 24 * 29)
        #expect(try await market.verify(series).differences == 0)
    }

    @Test func anotherSetIsToldWhatRecomputingNeeds() async throws {
        let series = try SeriesID("OTHER", .hour)
        let market = try await market(series, until: "2024-03-10")
        try market.archive("2024-01")
        let error = try await #require(throws: PipelineError.self) {
            try await market.ingest(try IngestOptions(series, "2024-01-20", indicators: "sma_5"))
        }
        #expect(error.code == .indicatorsDiffer)
        #expect(error.message.contains("restore-archive --table market_data --month 2024-01"))
    }

    @Test func recomputingAfterTheMonthsAreBackIsExact() async throws {
        let series = try SeriesID("BACK", .hour)
        let market = try await market(series, until: "2024-03-10")
        try market.archive("2024-01", "2024-02")
        let options = try IngestOptions(
            series,
            "2024-01-20",
            indicators: "sma_5,obv",
            recompute: true
        )
        await #expect(throws: PipelineError.self) { try await market.ingest(options) }
        try market.restore("2024-01", "2024-02")
        try await market.ingest(options)
        let clean = try await self.market(series, until: "2024-03-10", indicators: "sma_5,obv")
        #expect(try await market.stored(series).rows == clean.stored(series).rows)
        #expect(try await market.verify(series).differences == 0)
    }

    @Test func aNewSeriesBeginsAfterArchivedMonths() async throws {
        let old = try SeriesID("OLD", .hour)
        let series = try SeriesID("NEW", .hour)
        let market = try await market(old, until: "2024-03-10")
        market.venue.add(try hours("2024-01-20", "2024-03-20"), to: series)
        try market.archive("2024-01", "2024-02")
        let before = try market.everything(series)
        let error = try await #require(throws: PipelineError.self) {
            try await market.ingest(try IngestOptions(series, "2024-02-20"))
        }
        #expect(error.code == .usage && error.message.contains("--month 2024-02"), "\(error)")
        #expect(try market.everything(series) == before)
        let report = try await market.ingest(try IngestOptions(series, "2024-03-01")).series
        #expect(report.inserted == 24 * 9 && report.archivedMonths.isEmpty)
        #expect(try await market.verify(series).differences == 0)
        // What was never fetched before its first candle stays so.
        await #expect(throws: PipelineError.self) {
            try await market.ingest(try IngestOptions(series, "2024-02-20"))
        }
    }

    @Test func gapsOfArchivedMonthsAreNotFetched() async throws {
        let series = try SeriesID("HOLES", .hour)
        let market = try await Market(now: try moment("2024-03-10"))
        market.venue.add(try hours("2024-01-20", "2024-03-20"), to: series)
        try await market.ingest(try IngestOptions(series, "2024-01-20", "2024-01-25"))
        try await market.ingest(try IngestOptions(series, "2024-01-28"))
        try market.archive("2024-01")
        _ = market.venue.takeAsked()
        let report = try await market.ingest(try IngestOptions(series, "2024-01-20")).series
        #expect(report.inserted == 0 && report.notFetched == 72)
        #expect(report.archived == 24 * 9)
        let verified = try await market.verify(series)
        #expect(verified.differences == 0, "\(verified.findings)")
        let lane = try StoreLane(market.database, applicationName: "test")
        let status = try #require(try await SeriesStatus(series, lane))
        #expect(status.archived == 24 * 9 && status.stored == 24 * 38)
        #expect(status.expected - status.stored - status.archived == 72)
        #expect(status.archivedMonths.map(\.dashed) == ["2024-01"])
    }

    @Test(arguments: [("2024-01-20", false), ("2024-02-29T23:00", false), ("2024-03-01", true)])
    func datasetsNeverLeaveArchivedCandlesOut(from: String, isWritten: Bool) async throws {
        let series = try SeriesID("DATA", .hour)
        let market = try await market(series, until: "2024-03-10")
        try market.archive("2024-01", "2024-02")
        let folder = try TestFolder()
        let request: DatasetRequest = { range, indicators in
            DatasetOptions(
                directory: folder.path + "/set",
                series: [series],
                range: range,
                indicators: indicators,
                programVersion: "1.2.3"
            )
        }
        var seconds = StageSeconds()
        let lane = try StoreLane(market.database, applicationName: "test")
        let export = DatasetExport(lane: lane, series: series)
        let start = try moment(from)
        if isWritten {
            _ = try await export.run(from: start, to: nil, seconds: &seconds, dataset: request)
            return
        }
        let error = try await #require(throws: PipelineError.self) {
            try await export.run(from: start, to: nil, seconds: &seconds, dataset: request)
        }
        #expect(error.code == .usage && error.message.contains("2024-02"), "\(error)")
        let before = try market.everything(series)
        let ingest = try await #require(throws: PipelineError.self) {
            try await market.ingest(try IngestOptions(series, from), dataset: request)
        }
        #expect(ingest.message.contains("dataset"), "\(ingest)")
        #expect(try market.everything(series) == before)
    }

    @Test func indicatorsThatWouldNeedArchivedCandlesAreNotMadeUp() async throws {
        let series = try SeriesID("STATES", .hour)
        let market = try await market(series, until: "2024-03-10")
        try market.archive("2024-01", "2024-02")
        let lane = try StoreLane(market.database, applicationName: "test")
        // Another set has no state at the border.
        var seconds = StageSeconds()
        let folder = try TestFolder()
        let set = try IndicatorSet(parsing: "sma_5")
        let error = try await #require(throws: PipelineError.self) {
            try await DatasetExport(lane: lane, series: series, indicators: set).run(
                from: try moment("2024-03-02"),
                to: nil,
                seconds: &seconds
            ) { range, indicators in
                DatasetOptions(
                    directory: folder.path + "/set",
                    series: [series],
                    range: range,
                    indicators: indicators,
                    programVersion: "1.2.3"
                )
            }
        }
        #expect(error.code == .inconsistent, "\(error)")
        try await lane.dropStates(of: series)
        market.venue.now = try moment("2024-03-11")
        let before = try market.fingerprint(series)
        let refused = try await #require(throws: PipelineError.self) {
            try await market.ingest(try IngestOptions(series, "2024-01-20"))
        }
        #expect(refused.code == .inconsistent, "\(refused)")
        #expect(try market.fingerprint(series) == before)
    }

    @Test func monthsAreNotMadeWhileTheyAreArchived() async throws {
        let market = try await Market(now: try moment("2024-03-10"))
        try market.archive("2024-01")
        let lane = try StoreLane(market.database, applicationName: "test")
        let january = TimeRange(try moment("2024-01-05"), try moment("2024-01-06"))
        let error = try await #require(throws: StoreError.self) {
            try await lane.ensureMonths(of: .marketData, covering: january)
        }
        #expect(error.code == .inconsistent && error.message.contains("restore-archive"))
    }
}
