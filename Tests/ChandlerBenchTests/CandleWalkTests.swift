import ChandlerCore
import ChandlerIndicators
import Testing

@testable import ChandlerBench

@Suite struct CandleWalkTests {
    private static let steps = Array(CandleWalk(20_000))

    @Test func asManyCandlesAsAskedForOnTheMinuteGrid() {
        #expect(Self.steps.count == 20_000)
        #expect(Array(CandleWalk(0)).isEmpty)
        for (index, step) in Self.steps.enumerated() {
            #expect(step.openTime == CandleWalk.firstOpenTime + Int64(index) * 60_000)
        }
        #expect(Timestamp(milliseconds: CandleWalk.firstOpenTime).compact == "2005-01-01")
    }

    @Test func otherBeginningOnlyMovesTheTimes() {
        let moved = Array(CandleWalk(100, from: 60_000))
        #expect(moved.first?.openTime == 60_000)
        #expect(moved.map(\.close) == Self.steps.prefix(100).map(\.close))
    }

    @Test func everyCandleIsOneThatAVenueCouldSend() {
        for step in Self.steps {
            #expect(step.high >= max(step.open, step.close))
            #expect(step.low <= min(step.open, step.close))
            #expect(step.low > 0)
            #expect(step.volume > 0)
            #expect((0...step.volume).contains(step.takerVolume))
            #expect(step.trades >= 0)
        }
    }

    @Test func candleOpensWhereTheLastOneClosed() {
        for (last, next) in zip(Self.steps, Self.steps.dropFirst()) {
            #expect(next.open == last.close)
        }
    }

    @Test func sameWalkOnEveryMachine() {
        #expect(Array(CandleWalk(500)).map(\.close) == Self.steps.prefix(500).map(\.close))
        // Computed apart from this program.
        let sum = Self.steps.reduce(into: UInt64(14_695_981_039_346_656_037)) { sum, step in
            for value in [step.open, step.high, step.low, step.close, step.volume, step.trades] {
                sum = (sum ^ UInt64(bitPattern: value)) &* 1_099_511_628_211
            }
        }
        #expect(sum == 3_101_315_530_071_962_402)
    }

    @Test func walkGoesUpAndDown() {
        #expect(Self.steps.contains { $0.close > $0.open })
        #expect(Self.steps.contains { $0.close < $0.open })
        #expect(Set(Self.steps.map(\.close)).count > 10_000)
    }

    @Test func sampleHasTheWalksCandlesExactly() throws {
        let sample = MicroSample(candles: 1_000)
        let step = try #require(sample.steps.last)
        let candle = try #require(sample.candles.last)
        #expect(candle.openTime.milliseconds == step.openTime)
        #expect(candle.close.raw == step.close * 1_000_000)
        #expect(candle.volume.raw == Int128(step.volume) * 1_000)
        #expect(sample.columns.closes.last == Double(step.close) / 100)
        #expect(sample.frame.count == 1_000)
    }
}
