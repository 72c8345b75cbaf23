import ChandlerCore
import TestSupport
import Testing

@testable import ChandlerReport

/// Round values and moments, and numbers as words.
@Suite struct ChartScaleTests {
    @Test(
        arguments: [
            (0.0, 10.0, 5, [0.0, 2, 4, 6, 8, 10], 0),
            (64_980, 65_130, 4, [65_000, 65_050, 65_100], 0),
            (
                0.000_012_31, 0.000_012_39, 4,
                [0.000_012_32, 0.000_012_34, 0.000_012_36, 0.000_012_38], 8
            ),
            (-3, 4, 3, [0], 0),
            (5, 5, 4, [], 0),
        ]
    )
    func valuesAreRound(low: Double, high: Double, most: Int, values: [Double], decimals: Int) {
        let ticks = ValueTicks(from: low, to: high, most: most)
        #expect(ticks.values == values)
        #expect(ticks.decimals == decimals)
    }

    @Test func noNumberOfValuesIsTooMany() {
        var generator = SeededGenerator.announced("ticks")
        for _ in 0..<2_000 {
            let low = Double.random(in: -1e6...1e6, using: &generator)
            let span =
                Double.random(in: 1...9.9, using: &generator)
                * NumberText.power(Int.random(in: -3...8, using: &generator))
            let ticks = ValueTicks(from: low, to: low + span, most: 6)
            #expect(ticks.values.count <= 8, "\(low) \(span)")
            #expect(ticks.values.allSatisfy { $0 >= low - span * 1e-9 && $0 <= low + span })
            #expect(Set(ticks.labels).count == ticks.labels.count)
        }
    }

    @Test(
        arguments: [
            (65_000.5, 2, "65,000.50"), (0.000_012_34, 8, "0.00001234"), (-1_234.5, 0, "-1,235"),
            (-0.001, 2, "0.00"), (.nan, 2, "–"), (.infinity, 1, "∞"), (1e18, 2, "1e+18"),
        ]
    )
    func numbersHaveFixedDecimals(value: Double, decimals: Int, text: String) {
        #expect(NumberText.fixed(value, decimals) == text)
    }

    @Test(
        arguments: [
            (999.99, "1k"), (12_345, "12.3k"), (4_560_000, "4.56M"), (0.042_13, "0.04213"),
            (0, "0"), (1e9, "1B"), (-2_500, "-2.5k"), (1.5e-12, "1.5e-12"), (3.2e13, "32T"),
        ]
    )
    func numbersAreShort(value: Double, text: String) {
        #expect(NumberText.short(value) == text)
    }

    @Test(
        arguments: [
            (Interval.minute, 200, 15.0, ["02:00", "02:15", "02:30", "02:45", "03:00", "03:15"]),
            (
                .hour, 200, 20,
                ["1 Mar", "2 Mar", "3 Mar", "4 Mar", "5 Mar", "6 Mar", "7 Mar", "8 Mar", "9 Mar"]
            ),
            (.day, 400, 40, ["Mar", "May", "Jul", "Sep", "Nov", "2025", "Mar"]),
            (.month, 120, 20, ["2026", "2028", "2030", "2032", "2034"]),
            (.second, 50, 10, ["00:00:10", "00:00:20", "00:00:30", "00:00:40"]),
        ]
    )
    func momentsAreRound(interval: Interval, count: Int, spacing: Double, labels: [String]) {
        let candles = ChartTestCandles.walk(count, interval: interval)
        let bars = ChartBars(ChartCandles(candles).candles, interval: interval, most: count)
        let ticks = TimeTicks(bars, spacing: spacing).ticks
        #expect(ticks.map(\.label).filter { !$0.isEmpty }.suffix(labels.count) == labels[...])
        for tick in ticks.dropFirst() {
            let open = bars.bars[tick.place].candle.openTime
            #expect(bars.place(of: open) == tick.place)
        }
    }

    @Test func placesAreThoseOfTheInterval() throws {
        let candles = ChartTestCandles.walk(100, missing: [3, 50, 51, 99])
        let bars = ChartBars(ChartCandles(candles).candles, interval: .minute, most: 1_000)
        #expect(bars.count == 99 && bars.missing == 3 && bars.joined == 1)
        #expect(bars.holes.map(\.places) == [3..<4, 50..<52])
        for bar in bars.bars {
            #expect(
                bar.candle.openTime
                    == Interval.minute.advance(ChartTestCandles.start, by: bar.place)
            )
        }
        let joined = ChartBars(ChartCandles(candles).candles, interval: .minute, most: 40)
        #expect(joined.joined == 3 && joined.count == 33)
        #expect(joined.bars.map(\.candles.count).reduce(0, +) == candles.count)
        for bar in joined.bars {
            let part = candles[bar.candles]
            #expect(bar.candle.open == part.first?.open.double)
            #expect(bar.candle.high == part.map(\.high).max()?.double)
            #expect(bar.candle.low == part.map(\.low).min()?.double)
            #expect(bar.candle.close == part.last?.close.double)
        }
    }
}
