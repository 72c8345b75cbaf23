import ChandlerCore
import ChandlerIndicators
import Testing

@testable import ChandlerDatasets

/// Where no candle is missing the labeller looks straight ahead; the labels are the same.
@Suite struct LabellerWithoutHolesTests {
    @Test(arguments: UInt64(1)...4)
    func labelsEqualTheirDefinition(seed: UInt64) throws {
        let folder = try TestFolder()
        var dataset = try TestDataset(
            seed: seed,
            count: 1_500,
            directory: folder.path,
            holes: false
        )
        dataset.options.horizons = [2, 7, 33]
        dataset.options.directionThreshold = seed % 2 == 0 ? 0 : 0.0005
        dataset.options.barrierATR = Double(seed)
        try dataset.write(cut: { 400 })
        let naive = NaiveLabels(
            dataset.candles,
            atr14: PlainFeatures(dataset.candles).atr14,
            interval: .minute,
            threshold: dataset.options.directionThreshold,
            barrier: Double(seed)
        )
        for row in try dataset.rows() {
            for horizon in dataset.options.horizons {
                let found = row["label_log_return_\(horizon)"]
                let expected = naive.logReturn(row.openTime, horizon)
                #expect((found == nil) == (expected == nil), "\(row.openTime) \(horizon)")
                if let found, let expected { #expect(abs(found - expected) < 1e-9) }
                #expect(row["label_direction_\(horizon)"] == naive.direction(row.openTime, horizon))
                #expect(row["label_barrier_\(horizon)"] == naive.barrier(row.openTime, horizon))
            }
        }
    }

    /// The first of four candles that are asked together, the last, and those after whole fours.
    @Test(arguments: 1...11)
    func aTouchIsFoundWhereverItStands(place: Int) {
        for side in [Int32(1), -1] {
            var window = RowWindow(featureCount: 0)
            let candles = (0...11).map { index in
                candle(
                    at: index,
                    high: index == place && side > 0 ? 105 : 101,
                    low: index == place && side < 0 ? 95 : 99
                )
            }
            window.append(
                candles.indices,
                candles: candles,
                features: [],
                atr14: candles.map { _ in 1 }
            )
            var options = DatasetOptions(
                directory: "x",
                series: [],
                range: TimeRange(candles[0].openTime, candles[0].openTime),
                indicators: .none,
                programVersion: "1"
            )
            options.horizons = Array(1...11)
            var labeller = Labeller(interval: .minute, options: options)
            var labels = LabelBlock(horizonCount: 11)
            labeller.label(0..<1, of: window, into: &labels)
            #expect(labels.horizons.allSatisfy { $0.hasBarrier == [true] })
            #expect(
                labels.horizons.map { $0.barriers[0] } == (1...11).map { $0 < place ? 0 : side }
            )
        }
    }

    private func candle(at step: Int, high: Int64, low: Int64) -> Candle {
        Candle(
            openTime: Timestamp(seconds: Int64(step) * 60),
            open: Price(raw: 100 * 100_000_000),
            high: Price(raw: high * 100_000_000),
            low: Price(raw: low * 100_000_000),
            close: Price(raw: 100 * 100_000_000),
            volume: Quantity(raw: 1)
        )
    }
}
