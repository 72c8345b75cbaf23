import ChandlerCore
import Testing

@testable import ChandlerPipeline

@Suite struct AnsweredSpanTests {
    private static let start = Timestamp(seconds: 1_706_745_600)

    private static func slot(_ number: Int) -> Timestamp { start + Int64(number) * 60_000_000 }

    private static func range(_ first: Int, _ end: Int) -> TimeRange {
        TimeRange(slot(first), slot(end))
    }

    private static func gap(_ first: Int, _ end: Int) -> Gap {
        Gap(range: range(first, end), missing: end - first, status: .confirmed)
    }

    private static func answer(
        _ slots: [Int],
        rejects: [Timestamp?] = [],
        previous: Int? = -1,
        settled: Int = 1_000
    ) -> AnsweredSpan {
        AnsweredSpan(
            range: range(0, 20),
            openTimes: slots.map(slot),
            rejects: rejects.map {
                RejectedRow(openTime: $0, rule: "r", reason: "why", payload: "[]")
            },
            previous: previous.map(slot),
            settled: slot(settled),
            interval: .minute
        )
    }

    @Test func aSettledAnswerCoversItsSpanAndConfirmsWhatIsMissing() {
        let answer = Self.answer([0, 1, 5, 6, 7, 8, 9])
        #expect(answer.covered.ranges == [Self.range(0, 20)])
        #expect(answer.gaps == [Self.gap(2, 5), Self.gap(10, 20)])
        #expect(Self.answer([]).gaps == [Self.gap(0, 20)])
        #expect(Self.answer([3], previous: nil).gaps == [Self.gap(4, 20)])
        #expect(Self.answer([3], previous: -50).gaps == [Self.gap(0, 3), Self.gap(4, 20)])
    }

    @Test func aYoungEndIsNotSettled() {
        let answer = Self.answer([0, 1, 5], settled: 3)
        // The missing candles at 3 and 4 may only be late: they are asked for again.
        #expect(answer.covered.ranges == [Self.range(0, 3), Self.range(5, 6)])
        #expect(answer.gaps == [Self.gap(2, 3)])
        let later = Self.answer([0, 1, 5], settled: 12)
        #expect(later.covered.ranges == [Self.range(0, 12)])
        #expect(later.gaps == [Self.gap(2, 5), Self.gap(6, 12)])
        #expect(Self.answer([], settled: -5).covered.isEmpty)
        #expect(Self.answer([], settled: -5).gaps.isEmpty)
    }

    @Test func rejectedSlotsStayUncovered() {
        let answer = Self.answer([0, 1, 5], rejects: [Self.slot(3), Self.slot(4) + 7])
        #expect(answer.covered.ranges == [Self.range(0, 3), Self.range(5, 20)])
        #expect(answer.gaps == [Self.gap(2, 3), Self.gap(6, 20)])
    }

    @Test func aRejectBesideAStoredCandleUncoversNothing() {
        let answer = Self.answer(Array(0..<20), rejects: [Self.slot(3), Self.slot(4) + 7])
        #expect(answer.covered.ranges == [Self.range(0, 20)])
        #expect(answer.gaps.isEmpty)
    }

    @Test func aRowWithoutATimeLeavesOnlyTheCandlesCovered() {
        let answer = Self.answer([0, 1, 5], rejects: [nil])
        #expect(answer.covered.ranges == [Self.range(0, 2), Self.range(5, 6)])
        #expect(answer.gaps.isEmpty)
    }

    @Test(arguments: UInt64(1)...20)
    func everySlotIsCandleGapOrOpen(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let present = (0..<20).filter { _ in generator.oneIn(2) }
            let broken = (0..<20).filter { !present.contains($0) && generator.oneIn(4) }
            let answer = Self.answer(
                present,
                rejects: broken.map { Self.slot($0) },
                previous: generator.oneIn(3) ? -1 : -7,
                settled: generator.int(-5...25)
            )
            for slot in 0..<20 {
                let range = Self.range(slot, slot + 1)
                let isCovered = answer.covered.contains(range)
                let isGap = answer.gaps.contains { $0.range.contains(range) }
                if present.contains(slot) {
                    #expect(isCovered && !isGap, "seed \(seed) slot \(slot)")
                } else if broken.contains(slot) {
                    #expect(!isCovered && !isGap, "seed \(seed) slot \(slot)")
                } else {
                    #expect(isCovered == isGap, "seed \(seed) slot \(slot)")
                }
            }
        }
    }

    @Test func aWeekBelongsToTheMonthItOpensIn() throws {
        let february = TimeRange(try moment("2024-02-01"), try moment("2024-03-01"))
        let answer = AnsweredSpan(
            range: february,
            openTimes: Plain.candles(.week, from: try moment("2024-02-05"), to: february.end)
                .map(\.openTime),
            rejects: [],
            previous: try moment("2024-01-29"),
            settled: try moment("2025-01-01"),
            interval: .week
        )
        let last = TimeRange(try moment("2024-02-26"), try moment("2024-03-04"))
        #expect(answer.covered.contains(last))
        #expect(answer.gaps.isEmpty)
    }
}
