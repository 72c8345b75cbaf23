import ChandlerCore
import ChandlerIndicators
import Foundation
import Testing

@testable import ChandlerDatasets

@Suite struct DatasetWriterTests {
    @Test(arguments: [DatasetFormat.csvGzip, .parquetZstd, .parquetGzip])
    func anyCutOfTheSameRowsGivesTheSameBytes(format: DatasetFormat) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let whole = try TestFolder()
        var dataset = try TestDataset(seed: seed, directory: whole.path + "/set")
        dataset.options.format = format
        dataset.options.rowGroupRows = 500
        try dataset.write(cut: { .max / 2 })
        let expected = try whole.contents(of: "set")
        let cuts: [() -> Int] = [
            { 1 }, { 499 }, { Int.random(in: 1...200, using: &generator) },
        ]
        for cut in cuts {
            let folder = try TestFolder()
            dataset.options.directory = folder.path + "/other-name"
            try dataset.write(cut: cut)
            #expect(try folder.contents(of: "other-name") == expected)
        }
    }

    @Test(arguments: [true, false])
    func everyCandleIsARowOrIsCountedWithAReason(holes: Bool) throws {
        let folder = try TestFolder()
        var dataset = try TestDataset(seed: 7, directory: folder.path, holes: holes)
        dataset.options.embargo = 20
        let report = try dataset.write()
        let rows = try dataset.rows()
        #expect(rows.count == report.totalRows)
        #expect(report.totalRows + report.dropped.values.reduce(0, +) == dataset.candles.count)
        for split in Split.allCases {
            #expect(report.rows[split] == rows.filter { $0.split == split }.count)
            #expect((report.rows[split] ?? 0) > 0)
        }
        #expect(report.dropped[.warmUp] == 19)
        if !holes {
            #expect(report.dropped[.purged] == 2 * 60)
            #expect(report.dropped[.embargoed] == 2 * 20)
        }
        #expect(report.dropped[.unlabelled] == 0)
        #expect(report.warnings.isEmpty)
        let expected = dataset.candles.dropFirst(19).filter { candle in
            let plan = plan(of: dataset)
            if case .keep = plan.verdict(of: candle.openTime, interval: .minute) { return true }
            return false
        }
        #expect(rows.map(\.openTime) == expected.map(\.openTime))
    }

    private func plan(of dataset: TestDataset) -> SplitPlan {
        SplitPlan(
            range: dataset.options.range,
            fractions: dataset.options.split,
            intervals: [.minute],
            longestHorizon: 60,
            embargo: dataset.options.embargoCandles
        )
    }

    @Test func unlabelledRowsAreDroppedAndCountedOnRequest() throws {
        let folder = try TestFolder()
        var dataset = try TestDataset(seed: 8, directory: folder.path)
        try dataset.write()
        let labels = dataset.options.columns.filter { $0.role == .label }.map(\.name)
        let complete = try dataset.rows().filter { row in labels.allSatisfy { row[$0] != nil } }
        let all = try dataset.rows().count
        dataset.options.dropUnlabelled = true
        let report = try dataset.write()
        #expect(try dataset.rows() == complete)
        #expect(report.dropped[.unlabelled] == all - complete.count)
        #expect(all > complete.count)
    }

    @Test func filesHoldOneSeriesMonthAndSplitEach() throws {
        let folder = try TestFolder()
        let dataset = try TestDataset(seed: 9, count: 5_000, directory: folder.path)
        let report = try dataset.write()
        #expect(report.files.map(\.path) == report.files.map(\.path).sorted())
        #expect(report.files.contains { $0.path == "train/binance-BTCUSDT-1m-2024-01.csv.gz" })
        #expect(report.files.contains { $0.path == "train/binance-BTCUSDT-1m-2024-02.csv.gz" })
        #expect(report.files.contains { $0.path == "test/binance-BTCUSDT-1m-2024-02.csv.gz" })
        for row in try dataset.rows() {
            #expect(row.file == "binance-BTCUSDT-1m-\(row.openTime.month.dashed).csv.gz")
        }
    }

    @Test func pricesAreExactAndFeaturesHaveTenDigits() throws {
        let folder = try TestFolder()
        let dataset = try TestDataset(seed: 10, directory: folder.path)
        try dataset.write()
        let features = PlainFeatures(dataset.candles)
        let places = Dictionary(
            uniqueKeysWithValues: dataset.candles.enumerated().map { ($1.openTime, $0) }
        )
        var undefined = 0
        for row in try dataset.rows() {
            let place = try #require(places[row.openTime])
            let candle = dataset.candles[place]
            #expect(row["open"] == candle.open.double)
            #expect(row["high"] == candle.high.double)
            #expect(row["low"] == candle.low.double)
            #expect(row["close"] == candle.close.double)
            #expect(row["volume"] == candle.volume.double)
            for (name, column) in zip(PlainFeatures.names, features.frame.columns) {
                #expect(row[name] == TenDigits(column[place])?.double)
                undefined += column[place].isNaN ? 1 : 0
            }
        }
        #expect(undefined > 0, "some windows have no volume")
    }

    @Test func seriesMayComeInAnyOrderAndStayApart() throws {
        let (first, second) = (try TestFolder(), try TestFolder())
        var dataset = try TestDataset(seed: 11, directory: first.path)
        let other = SeriesID(venue: "binance", symbol: try Symbol("ETHUSDT"), interval: .minute)
        let candles = RandomCandles.make(
            seed: 12,
            count: 1_000,
            from: dataset.options.range.start
        )
        let features = PlainFeatures(candles)
        let own = PlainFeatures(dataset.candles)
        dataset.options.series = [other, dataset.series]
        let writer = try DatasetWriter(options: dataset.options)
        try TestDataset.append(candles, features, as: other, to: writer)
        try TestDataset.append(dataset.candles, own, as: dataset.series, to: writer)
        let report = try writer.finish(watermarks: [:])
        dataset.options.directory = second.path
        dataset.options.series = [dataset.series, other]
        let swapped = try DatasetWriter(options: dataset.options)
        try TestDataset.append(dataset.candles, own, as: dataset.series, to: swapped)
        try TestDataset.append(candles, features, as: other, to: swapped)
        _ = try swapped.finish(watermarks: [:])
        #expect(try first.contents() == second.contents())
        let names = Set(report.files.compactMap { $0.content?.series })
        #expect(names == [other, dataset.series])
    }

    @Test func losingEveryCandleIsAnErrorThatSaysWhereTheyWent() throws {
        let folder = try TestFolder()
        var dataset = try TestDataset(seed: 13, directory: folder.path)
        try dataset.write()
        let before = try folder.contents()
        dataset.candles = Array(dataset.candles.prefix(15))
        let error = #expect(throws: DatasetError.self) { try dataset.write() }
        #expect(error?.code == .noRows)
        #expect(error?.message.contains("15 because an indicator was still warming up") == true)
        #expect(try folder.contents() == before)
        dataset.candles = []
        #expect(throws: DatasetError.self) { try dataset.write() }
    }

    @Test func anEmptySplitIsAWarningAndNotAnError() throws {
        let folder = try TestFolder()
        var dataset = try TestDataset(seed: 14, count: 120, directory: folder.path, holes: false)
        dataset.options.horizons = [30]
        let report = try dataset.write()
        #expect(report.rows[.validation] == 0)
        #expect(report.warnings.contains { $0.contains("validation") })
        let card = try #require(
            try folder.contents()["README.md"].map { String(decoding: $0, as: UTF8.self) }
        )
        #expect(!card.contains("split: validation"))
    }

    @Test func aDatasetWithoutLabelsOrFeaturesHasCandlesOnly() throws {
        let folder = try TestFolder()
        var dataset = try TestDataset(seed: 15, directory: folder.path)
        dataset.options.indicators = .none
        dataset.options.horizons = []
        let writer = try DatasetWriter(options: dataset.options)
        try writer.begin(series: dataset.series)
        try writer.append(
            candles: dataset.candles,
            features: IndicatorFrame(count: dataset.candles.count, columns: []),
            atr14: PlainFeatures(dataset.candles).atr14
        )
        try writer.endSeries()
        let report = try writer.finish(watermarks: [:])
        let names = [
            "venue", "symbol", "interval", "timestamp", "open", "high", "low", "close", "volume",
        ]
        #expect(try dataset.rows().first?.fields.keys.sorted() == names.sorted())
        #expect(report.totalRows == dataset.candles.count)
    }

    @Test func aFinishedOrAbandonedWriterTakesNoMore() throws {
        let folder = try TestFolder()
        let dataset = try TestDataset(seed: 16, directory: folder.path)
        let writer = try DatasetWriter(options: dataset.options)
        writer.abandon()
        let error = #expect(throws: DatasetError.self) { try writer.begin(series: dataset.series) }
        #expect(error?.code == .writerClosed)
        #expect(try folder.contents().isEmpty)
    }
}
