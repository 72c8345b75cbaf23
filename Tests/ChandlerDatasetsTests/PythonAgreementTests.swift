import ChandlerCore
import ChandlerIndicators
import Foundation
import Testing

@testable import ChandlerDatasets

/// Has a second implementation, in Python, recompute whole datasets from their candles.
@Suite(
    .enabled(
        if: PythonReader.isWanted,
        "no Python with pandas and pyarrow: set CHANDLER_PYTHON or make .venv"
    )
)
struct PythonAgreementTests {
    @Test(arguments: [DatasetFormat.parquetZstd, .parquetGzip, .csvGzip])
    func aSecondImplementationFindsTheSameDataset(format: DatasetFormat) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        try check(seed: seed) { options in
            options.format = format
            options.rowGroupRows = 777
            options.embargo = Bool.random(using: &generator) ? nil : 17
            options.dropUnlabelled = Bool.random(using: &generator)
            options.directionThreshold = Bool.random(using: &generator) ? 0 : 0.0003
            options.barrierATR = Double.random(in: 0.5...3, using: &generator)
        }
    }

    @Test func theRealIndicatorsAgreeToo() throws {
        let folder = try TestFolder()
        var dataset = try TestDataset(seed: 31, count: 2_500, directory: folder.path + "/set")
        dataset.options.format = .parquetZstd
        dataset.options.indicators = .core
        var engine = IndicatorEngine(.core)
        let frame = engine.update(CandleColumns(dataset.candles))
        let place = try #require(IndicatorSet.core.names.firstIndex(of: "atr_14"))
        let atr14 = frame.columns[place]
        let writer = try DatasetWriter(options: dataset.options)
        try writer.begin(series: dataset.series)
        try writer.append(candles: dataset.candles, features: frame, atr14: atr14)
        try writer.endSeries()
        let report = try writer.finish(watermarks: [:])
        #expect(report.dropped[.warmUp] == IndicatorSet.core.warmUp)
        try folder.put(csv(dataset, frame, atr14), at: "candles.csv")
        try expectAgreement(folder, rows: report.totalRows)
    }

    /// A checker that finds nothing would make the tests above worthless.
    @Test func aChangedCandleIsNoticed() throws {
        let folder = try TestFolder()
        let dataset = try TestDataset(seed: 32, directory: folder.path + "/set")
        try dataset.write()
        var other = dataset
        let old = other.candles[400]
        other.candles[400] = Candle(
            openTime: old.openTime,
            open: old.open,
            high: Price(raw: old.high.raw * 3),
            low: old.low,
            close: old.close,
            volume: old.volume
        )
        let features = PlainFeatures(dataset.candles)
        try folder.put(csv(other, features.frame, features.atr14), at: "candles.csv")
        let python = try #require(PythonReader.python)
        let (status, output) = try PythonReader.check(
            folder.path + "/set",
            folder.path + "/candles.csv",
            python: python
        )
        #expect(status == 1)
        #expect(output.contains("DIFFERENT: "), "\(output)")
    }

    private func check(seed: UInt64, _ change: (inout DatasetOptions) -> Void) throws {
        let folder = try TestFolder()
        var dataset = try TestDataset(seed: seed, directory: folder.path + "/set")
        change(&dataset.options)
        let report = try dataset.write()
        let features = PlainFeatures(dataset.candles)
        try folder.put(csv(dataset, features.frame, features.atr14), at: "candles.csv")
        try expectAgreement(folder, rows: report.totalRows)
    }

    private func expectAgreement(_ folder: TestFolder, rows: Int) throws {
        let python = try #require(
            PythonReader.python,
            "CI needs a Python with pandas and pyarrow: set CHANDLER_PYTHON"
        )
        let (status, output) = try PythonReader.check(
            folder.path + "/set",
            folder.path + "/candles.csv",
            python: python
        )
        #expect(status == 0, "\(output)")
        #expect(output.contains("\(rows) rows"), "\(output)")
        print(output)
    }

    private func csv(
        _ dataset: TestDataset,
        _ frame: IndicatorFrame,
        _ atr14: [Double]
    ) -> String {
        let names = dataset.options.indicators.names
        let others = names.indices.filter { names[$0] != "atr_14" }
        let head = ["symbol", "open_time_us", "open", "high", "low", "close", "volume", "atr_14"]
        var lines = [(head + others.map { names[$0] }).joined(separator: ",")]
        for (index, candle) in dataset.candles.enumerated() {
            let numbers = [atr14[index]] + others.map { frame.columns[$0][index] }
            let fields =
                [
                    dataset.series.symbol.text, "\(candle.openTime.microseconds)",
                    candle.open.description, candle.high.description, candle.low.description,
                    candle.close.description, candle.volume.description,
                ] + numbers.map { $0.isNaN ? "" : "\($0)" }
            lines.append(fields.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
