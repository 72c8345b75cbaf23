import ChandlerCore
import Testing

@testable import ChandlerPipeline

@Suite struct FetchPlanTests {
    private static let start = Timestamp(seconds: 1_706_745_600)

    private static func range(_ first: Int, _ end: Int) -> TimeRange {
        TimeRange(start + Int64(first) * 60_000_000, start + Int64(end) * 60_000_000)
    }

    private static func plan(
        _ wanted: TimeRange,
        covered: [TimeRange],
        watermark: Int? = nil,
        overlap: Int = 3,
        refetch: Bool = false,
        pageSize: Int = 10
    ) -> [TimeRange] {
        FetchPlan(
            wanted: wanted,
            coverage: Coverage(covered),
            watermark: watermark.map { start + Int64($0) * 60_000_000 },
            overlap: overlap,
            refetch: refetch,
            interval: .minute,
            pageSize: pageSize
        ).ranges
    }

    @Test func onlyWhatIsMissingAndTheOverlapIsFetched() {
        let whole = Self.range(0, 1_000)
        #expect(Self.plan(whole, covered: []) == [whole])
        #expect(Self.plan(whole, covered: [whole]).isEmpty)
        #expect(
            Self.plan(whole, covered: [Self.range(0, 900)], watermark: 899)
                == [Self.range(897, 1_000)]
        )
        #expect(
            Self.plan(whole, covered: [Self.range(0, 900)], watermark: 899, overlap: 0)
                == [Self.range(900, 1_000)]
        )
        #expect(
            Self.plan(whole, covered: [whole], watermark: 999) == [Self.range(997, 1_000)]
        )
        #expect(Self.plan(Self.range(0, 100), covered: [whole], watermark: 999).isEmpty)
        #expect(
            Self.plan(whole, covered: [whole], watermark: 999, refetch: true) == [whole]
        )
        #expect(Self.plan(Self.range(5, 5), covered: [], refetch: true).isEmpty)
    }

    @Test func nothingClosedIsFetchedOrBridged() {
        func plan(_ interval: Interval, _ closed: [TimeRange], watermark: Int?) -> [TimeRange] {
            FetchPlan(
                wanted: Self.range(0, 40_000),
                coverage: Coverage(watermark.map { [Self.range(0, $0 + 1)] } ?? []),
                watermark: watermark.map { Self.start + Int64($0) * 60_000_000 },
                overlap: 3,
                refetch: false,
                interval: interval,
                closed: Coverage(closed)
            ).ranges
        }
        #expect(
            plan(.minute, [Self.range(10, 20)], watermark: nil)
                == [Self.range(0, 10), Self.range(20, 40_000)]
        )
        // The overlap begins where the closed span ends.
        #expect(plan(.minute, [Self.range(0, 99)], watermark: 99) == [Self.range(99, 40_000)])
        #expect(plan(.minute, [Self.range(0, 100)], watermark: 99) == [Self.range(100, 40_000)])
        #expect(plan(.minute, [Self.range(0, 40_000)], watermark: 99).isEmpty)
        // A candle that opens in the closed span is not asked for, wherever it ends.
        #expect(plan(.hour, [Self.range(0, 90)], watermark: nil) == [Self.range(120, 40_000)])
    }

    @Test func holesCloserThanAPageAreOneRequest() {
        let covered = [Self.range(10, 20), Self.range(30, 41), Self.range(50, 51)]
        #expect(
            Self.plan(Self.range(0, 60), covered: covered)
                == [Self.range(0, 30), Self.range(41, 60)]
        )
    }

    @Test(arguments: UInt64(1)...20)
    func plansAskForEverythingMissingAndStayInside(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let covered = (0..<generator.int(0...5)).map { _ in
                let first = generator.int(0...90)
                return Self.range(first, first + generator.int(1...20))
            }
            let first = generator.int(0...80)
            let wanted = Self.range(first, first + generator.int(1...40))
            let watermark = generator.int(0...120)
            let overlap = generator.int(0...5)
            let ranges = Self.plan(
                wanted,
                covered: covered,
                watermark: watermark,
                overlap: overlap,
                pageSize: generator.int(1...20)
            )
            let planned = Coverage(ranges)
            #expect(ranges.allSatisfy { wanted.contains($0) && !$0.isEmpty })
            #expect(planned.ranges == ranges, "ascending and disjoint: seed \(seed)")
            for hole in Coverage(covered).missing(in: wanted) { #expect(planned.contains(hole)) }
            if overlap > 0 {
                let reread = Self.range(watermark + 1 - overlap, watermark + 1)
                if let shared = reread.intersection(wanted) { #expect(planned.contains(shared)) }
            }
        }
    }
}
