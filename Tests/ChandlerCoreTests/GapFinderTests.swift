import ChandlerCore
import Testing

@Suite struct GapFinderTests {
    private static func slot(_ number: Int) -> Timestamp {
        Timestamp(seconds: Int64(number) * 60)
    }

    private static func gap(_ first: Int, _ end: Int) -> Gap {
        Gap(range: TimeRange(slot(first), slot(end)), missing: end - first, status: .open)
    }

    private static func gaps(_ slots: [Int], previous: Int?, end: Int?) -> [Gap] {
        GapFinder.gaps(
            openTimes: slots.map(slot),
            previous: previous.map(slot),
            end: end.map(slot),
            interval: .minute,
            status: .open
        )
    }

    @Test func spansBetweenCandlesAreGaps() {
        #expect(Self.gaps([], previous: nil, end: 10).isEmpty)
        #expect(Self.gaps([3, 4], previous: nil, end: nil).isEmpty)
        #expect(Self.gaps([3, 5], previous: nil, end: 6) == [Self.gap(4, 5)])
        #expect(Self.gaps([3], previous: 0, end: 9) == [Self.gap(1, 3), Self.gap(4, 9)])
        #expect(Self.gaps([], previous: 0, end: 9) == [Self.gap(1, 9)])
        #expect(Self.gaps([], previous: 8, end: 9).isEmpty)
    }

    @Test(arguments: UInt64(1)...10)
    func gapsAndCandlesFillTheSpan(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let present = (0..<200).filter { _ in generator.oneIn(2) }
        guard let first = present.first else { return }
        let gaps = Self.gaps(present, previous: nil, end: 200)
        #expect(present.count + gaps.reduce(0) { $0 + $1.missing } == 200 - first)
        for gap in gaps {
            #expect(!present.contains { gap.range.contains(Self.slot($0)) })
        }
    }

    @Test func threeDayCandlesAskedForInDaysLeaveNoGap() throws {
        let first = try #require(Timestamp(parsing: "2024-01-02"))
        let day = Timestamp.microsecondsPerDay
        let found = GapFinder.gaps(
            openTimes: [first, first + 3 * day],
            previous: nil,
            end: first + 8 * day,
            interval: .threeDays,
            status: .confirmed
        )
        #expect(found.isEmpty)
    }
}
