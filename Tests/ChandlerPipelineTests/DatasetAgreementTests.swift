import ChandlerCore
import ChandlerDatasets
import ChandlerIndicators
import ChandlerPipeline
import ChandlerStore
import Foundation
import Testing

/// `ingest --training` and `export --training` of the same span write the same bytes.
@Suite(
    .serialized,
    .timeLimit(.minutes(20)),
    .enabled(if: TestCluster.isUsable, TestCluster.skipReason)
)
struct DatasetAgreementTests {
    private func request(_ series: SeriesID, _ path: String, _ seed: UInt64) -> DatasetRequest {
        { range, indicators in
            DatasetOptions(
                directory: path,
                series: [series],
                range: range,
                indicators: indicators,
                programVersion: "1.2.3",
                horizons: [1, 4],
                dropUnlabelled: seed % 3 == 0,
                format: seed % 2 == 0 ? .csvGzip : .parquetZstd,
                rowGroupRows: seed % 5 == 0 ? 64 : 65_536
            )
        }
    }

    private func export(
        _ market: Market,
        _ options: IngestOptions<SeriesID>,
        to request: DatasetRequest
    ) async throws {
        var seconds = StageSeconds()
        _ = try await DatasetExport(
            lane: try StoreLane(market.database, applicationName: "chandler tests"),
            series: options.series
        ).run(from: options.from, to: options.to, seconds: &seconds, dataset: request)
    }

    private func expectAgreement(
        _ market: Market,
        _ options: IngestOptions<SeriesID>,
        seed: UInt64 = 1,
        _ story: String = ""
    ) async throws {
        let folder = try TestFolder()
        let ingested = try await market.ingest(
            options,
            dataset: request(options.series, folder.path + "/ingested", seed)
        )
        #expect(ingested.dataset != nil)
        try await export(
            market,
            options,
            to: request(options.series, folder.path + "/exported", seed)
        )
        let first = try folder.contents(of: "ingested")
        let second = try folder.contents(of: "exported")
        #expect(!first.isEmpty)
        #expect(first.keys.sorted() == second.keys.sorted(), "\(story)")
        for (name, data) in first {
            #expect(data == second[name], "\(name) differs: seed \(seed) \(story)")
        }
    }

    @Test(arguments: UInt64(1)...12)
    func streamedAndExportedDatasetsAreTheSameBytes(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let interval = generator.pick([Interval.fiveMinutes, .hour, .fourHours])
        let series = try SeriesID("DATA", interval)
        let history = RandomHistory(
            interval: interval,
            start: try moment("2024-01-29T07:00"),
            slots: 700,
            generator: &generator
        ).candles
        let now = try #require(history.last).openTime + 86_400_000_000 * 9
        let market = try await Market(now: now, seed: seed, pageSlots: 20...400)
        market.venue.add(history, to: series)
        let times = history.map(\.openTime)
        let indicators = try IndicatorSet(
            parsing: generator.pick(["ema_12,obv", "sma_5", "rsi_14,vwap_day"])
        )
        let last = times.count - 1
        let spans = [
            (100, last - 50), (0, last), (0, last / 2), (last / 2, last), (last / 4, last / 2),
        ]
        for step in 0..<3 {
            let (low, high) = generator.pick(spans)
            let end = generator.oneIn(3) ? times[high] + 3 * 86_400_000_000 : times[high]
            let from = times[low] - (generator.oneIn(2) ? 1_000_000 : 0)
            let story = "step \(step): \(from) to \(end), \(series), \(indicators.names)"
            try await expectAgreement(
                market,
                IngestOptions(
                    series: series,
                    from: from,
                    to: end,
                    indicators: indicators,
                    refetch: generator.oneIn(4)
                ),
                seed: seed,
                story
            )
        }
    }

    @Test func anEndInTheNearFutureMeansTheSameToBoth() async throws {
        let series = try SeriesID("SOON", .hour)
        let market = try await Market(now: try moment("2024-02-29T20:30"))
        market.venue.add(
            Plain.candles(
                .hour,
                from: try moment("2024-02-01"),
                to: try moment("2024-02-29T20:00")
            ),
            to: series
        )
        try await expectAgreement(market, try IngestOptions(series, "2024-02-01", "2024-03-01"))
    }

    @Test func aBrokenFirstRowMeansTheSameToBoth() async throws {
        let series = try SeriesID("BROKEN", .hour)
        let market = try await Market(now: try moment("2024-04-01"))
        let start = try moment("2024-02-01")
        market.venue.add(
            Plain.candles(.hour, from: start, to: try moment("2024-03-01"), without: [start]),
            to: series
        )
        market.venue.change(series) { $0.broken = [RandomStory.reject(start)] }
        try await expectAgreement(market, try IngestOptions(series, "2024-02-01", "2024-03-01"))
    }

    @Test func aFailedRunLeavesAnOlderDatasetAlone() async throws {
        let series = try SeriesID("OLD", .hour)
        let market = try await Market(now: try moment("2024-03-01"), pageSlots: 100...100)
        market.venue.add(
            Plain.candles(.hour, from: try moment("2024-02-01"), to: market.venue.now),
            to: series
        )
        let folder = try TestFolder()
        let request = request(series, folder.path + "/data", 2)
        try await market.ingest(
            try IngestOptions(series, "2024-02-01", "2024-02-20"),
            dataset: request
        )
        let before = try folder.contents(of: "data")
        market.venue.fail(afterPages: 1)
        await #expect(throws: VenueError.self) {
            try await market.ingest(
                try IngestOptions(series, "2024-02-01", refetch: true),
                dataset: request
            )
        }
        #expect(try folder.contents(of: "data") == before)
    }

    @Test func nothingStoredIsSaidInWords() async throws {
        let series = try SeriesID("NOTHING", .hour)
        let market = try await Market(now: try moment("2024-03-01"))
        let folder = try TestFolder()
        let error = await #expect(throws: PipelineError.self) {
            try await export(
                market,
                try IngestOptions(series, "2024-02-01"),
                to: request(series, folder.path + "/data", 1)
            )
        }
        #expect(error?.code == .nothingStored)
        #expect(try folder.contents(of: "").isEmpty)
    }
}
