import ChandlerCore
import ChandlerIndicators
import Testing

@testable import ChandlerDatasets

/// The rule that no feature knows the future, through the real indicators and the whole dataset.
@Suite struct LookAheadTests {
    @Test func changingAllLaterCandlesChangesNoFeatureAtOrBeforeAMoment() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let folder = try TestFolder()
        var dataset = try TestDataset(seed: seed, count: 1_000, directory: folder.path)
        dataset.options.indicators = .full
        let original = try rows(of: dataset)
        for _ in 0..<2 {
            let cut = Int.random(in: 300..<900, using: &generator)
            var changed = dataset
            let others = RandomCandles.make(
                seed: generator.next(),
                count: 1_000,
                from: dataset.options.range.start
            )
            for index in cut..<changed.candles.count {
                let new = others[index]
                changed.candles[index] = Candle(
                    openTime: dataset.candles[index].openTime,
                    open: new.open,
                    high: new.high,
                    low: new.low,
                    close: new.close,
                    volume: new.volume
                )
            }
            compare(original, try rows(of: changed), before: dataset.candles[cut].openTime)
        }
    }

    private func rows(of dataset: TestDataset) throws -> [TestRow] {
        var engine = IndicatorEngine(dataset.options.indicators)
        let frame = engine.update(CandleColumns(dataset.candles))
        let place = try #require(dataset.options.indicators.names.firstIndex(of: "atr_14"))
        let writer = try DatasetWriter(options: dataset.options)
        try writer.begin(series: dataset.series)
        try writer.append(
            candles: dataset.candles,
            features: frame,
            atr14: frame.columns[place]
        )
        try writer.endSeries()
        _ = try writer.finish(watermarks: [:])
        return try dataset.rows()
    }

    /// What was known before a moment is equal; a label was known when its window had ended.
    private func compare(_ old: [TestRow], _ new: [TestRow], before moment: Timestamp) {
        #expect(old.map(\.openTime) == new.map(\.openTime))
        var later = 0
        for (old, new) in zip(old, new) {
            for (name, value) in old.fields where new.fields[name] != value {
                let isLabel = name.hasPrefix("label_")
                let horizon = isLabel ? name.split(separator: "_").last.flatMap { Int($0) } ?? 0 : 0
                let lastUsed = Interval.minute.advance(old.openTime, by: horizon)
                #expect(lastUsed >= moment, "\(name) at \(old.openTime)")
                later += 1
            }
        }
        #expect(later > 1_000, "the later rows did change")
    }
}
