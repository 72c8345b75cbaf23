import ChandlerIndicators
import Testing

@testable import ChandlerBench

@Suite struct HorizonLabelsTests {
    /// Candles that open a minute apart, with these lows, highs and closes.
    private func candles(_ rows: [(low: Double, high: Double, close: Double)]) -> CandleColumns {
        CandleColumns(
            openTimes: rows.indices.map { Int64($0) * 60_000_000 },
            opens: rows.map(\.close),
            highs: rows.map(\.high),
            lows: rows.map(\.low),
            closes: rows.map(\.close),
            volumes: rows.map { _ in 1 }
        )
    }

    @Test func firstBarrierThatIsTouchedDecides() {
        let labels = HorizonLabels(
            2,
            candles([(99, 101, 100), (99, 101, 100), (97, 103, 100), (99, 102, 98), (99, 99, 99)]),
            ranges: [1, 1, 1, 1, 1]
        )
        // Row 0 meets both sides in one candle two later; row 1 the same one later.
        #expect(labels.barriers == [-1, -1, 1, 0, 0])
        #expect(labels.hasBarrier == [true, true, true, false, false])
        #expect(labels.directions == [0, -1, -1, 0, 0])
        #expect(labels.logReturns[0] == 0)
        #expect(labels.logReturns[3...].allSatisfy { $0.isNaN })
    }

    @Test func withoutARangeThereIsNoBarrier() {
        let labels = HorizonLabels(
            1,
            candles([(1, 200, 100), (1, 200, 100)]),
            ranges: [.nan, .nan]
        )
        #expect(labels.hasBarrier == [false, false])
        #expect(labels.barriers == [0, 0])
    }
}
