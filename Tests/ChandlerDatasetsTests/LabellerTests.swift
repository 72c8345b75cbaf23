import ChandlerCore
import ChandlerIndicators
import Testing

@testable import ChandlerDatasets

@Suite struct LabellerTests {
    @Test(arguments: [Interval.minute, .hour, .week, .month, .threeDays])
    func labelsEqualTheirDefinitionOnRandomSeries(interval: Interval) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed) \(interval)")
        let folder = try TestFolder()
        var dataset = try TestDataset(
            seed: seed,
            count: interval == .month ? 600 : 1_500,
            interval: interval,
            start: interval == .month ? "1971-05-01" : "1996-01-30",
            directory: folder.path
        )
        dataset.options.horizons = [3, 1, 40]
        dataset.options.directionThreshold = 0.0005
        dataset.options.barrierATR = 1.5
        try dataset.write()
        let naive = NaiveLabels(
            dataset.candles,
            atr14: PlainFeatures(dataset.candles).atr14,
            interval: interval,
            threshold: 0.0005,
            barrier: 1.5
        )
        var nulls = 0
        var sides: Set<Double> = []
        for row in try dataset.rows() {
            for horizon in [1, 3, 40] {
                let found = row["label_log_return_\(horizon)"]
                let expected = naive.logReturn(row.openTime, horizon)
                #expect((found == nil) == (expected == nil), "\(row.openTime) \(horizon)")
                if let found, let expected { #expect(abs(found - expected) < 1e-9) }
                #expect(row["label_direction_\(horizon)"] == naive.direction(row.openTime, horizon))
                let barrier = row["label_barrier_\(horizon)"]
                #expect(barrier == naive.barrier(row.openTime, horizon), "\(row.openTime)")
                nulls += barrier == nil ? 1 : 0
                if let barrier { sides.insert(barrier) }
            }
        }
        #expect(nulls > 10, "the series has holes")
        #expect(sides == [-1, 0, 1])
    }

    /// Highs and lows of the next candles, then the labels for 1 and 3 candles.
    struct Path: Sendable {
        let candles: [(high: Int, low: Int)]
        let expected: [Int32]

        init(_ candles: [(high: Int, low: Int)], _ expected: [Int32]) {
            self.candles = candles
            self.expected = expected
        }

        static let all = [
            Path([(101, 99), (101, 99), (101, 99)], [0, 0]),
            Path([(102, 99), (101, 90), (101, 99)], [1, 1]),
            Path([(101, 98), (110, 99), (101, 99)], [-1, -1]),
            Path([(101, 99), (101, 99), (103, 99)], [0, 1]),
            Path([(102, 98), (110, 99), (101, 99)], [-1, -1]),
            Path([(101, 99), (110, 90), (101, 99)], [0, -1]),
        ]
    }

    /// The row stands at 100 with an average range of 1, so the barriers are 98 and 102.
    @Test(arguments: Path.all)
    func theFirstBarrierTouchedDecidesAndTheStopSideWinsATie(path: Path) {
        let result = label(path.candles.map { ($0.high, $0.low, 1) }, horizons: [1, 3])
        #expect(result.horizons.map { $0.barriers[0] } == path.expected)
        #expect(result.horizons.allSatisfy { $0.hasBarrier[0] })
    }

    @Test func aHoleInTheWindowMakesTheBarrierUnknownEvenAfterATouch() {
        let result = label([(105, 99, 1), (101, 99, 2), (101, 99, 1)], horizons: [1, 4])
        #expect(result.horizons[0].hasBarrier == [true])
        #expect(result.horizons[1].hasBarrier == [false])
        // The candle four intervals later exists, so the return does too.
        #expect(result.horizons[1].hasDirection == [true])
    }

    @Test func aMissingEndCandleMakesAllLabelsOfTheHorizonNull() {
        let result = label([(105, 99, 1), (101, 99, 2), (101, 99, 1)], horizons: [2])
        #expect(result.horizons[0].hasBarrier == [false])
        #expect(result.horizons[0].hasDirection == [false])
        #expect(result.horizons[0].logReturns[0].isNaN)
        #expect(!result.isLabelled(0))
    }

    @Test func anUndefinedAverageRangeMakesOnlyTheBarrierNull() {
        let result = label([(105, 99, 1)], horizons: [1], atr: .nan)
        #expect(result.horizons[0].hasBarrier == [false])
        #expect(result.horizons[0].hasDirection == [true])
    }

    @Test func theBarrierUsesTheRangeAsTheTableHoldsIt() {
        // Exactly 1.00000000004 would not be reached; rounded to ten digits it is.
        let result = label([(102, 99, 1)], horizons: [1], atr: 1.000_000_000_04)
        #expect(result.horizons[0].barriers == [1])
    }

    /// Labels of a row at 100 followed by candles given as high, low and steps after the last.
    private func label(
        _ path: [(high: Int, low: Int, steps: Int)],
        horizons: [Int],
        atr: Double = 1
    ) -> LabelBlock {
        var candles = [candle(at: 0, high: 100, low: 100)]
        var step = 0
        for (high, low, steps) in path {
            step += steps
            candles.append(candle(at: step, high: high, low: low))
        }
        var window = RowWindow(featureCount: 0)
        window.append(
            candles.indices,
            candles: candles,
            features: [],
            atr14: candles.map { _ in atr }
        )
        var options = DatasetOptions(
            directory: "x",
            series: [],
            range: TimeRange(candles[0].openTime, candles[0].openTime),
            indicators: .none,
            programVersion: "1"
        )
        options.horizons = horizons
        var labeller = Labeller(interval: .minute, options: options)
        var block = LabelBlock(horizonCount: horizons.count)
        labeller.label(0..<1, of: window, into: &block)
        return block
    }

    private func candle(at step: Int, high: Int, low: Int) -> Candle {
        Candle(
            openTime: Timestamp(seconds: 1_700_000_040 + Int64(step) * 60),
            open: Price(raw: 10_000_000_000),
            high: Price(raw: Int64(high) * 100_000_000),
            low: Price(raw: Int64(low) * 100_000_000),
            close: Price(raw: 10_000_000_000),
            volume: Quantity(raw: 1)
        )
    }
}
