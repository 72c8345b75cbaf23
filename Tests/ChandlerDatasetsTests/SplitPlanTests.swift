import ChandlerCore
import Testing

@testable import ChandlerDatasets

@Suite struct SplitPlanTests {
    private let range: TimeRange

    init() throws {
        range = TimeRange(
            try #require(Timestamp(parsing: "2024-01-01")),
            try #require(Timestamp(parsing: "2024-01-11"))
        )
    }

    private func plan(
        _ split: String,
        _ intervals: [Interval] = [.minute],
        horizon: Int = 60,
        embargo: Int = 60
    ) throws -> SplitPlan {
        SplitPlan(
            range: range,
            fractions: try SplitFractions(parsing: split),
            intervals: intervals,
            longestHorizon: horizon,
            embargo: embargo
        )
    }

    @Test func boundariesAreSharesOfTimeRoundedDownToTheGrid() throws {
        #expect(
            try plan("70/15/15").boundaries.map(\.compact) == ["2024-01-08", "2024-01-09 12:00"]
        )
        #expect(
            try plan("33/33/34", [.fifteenMinutes]).boundaries.map(\.compact)
                == ["2024-01-04 07:00", "2024-01-07 14:15"]
        )
        #expect(
            try plan("70/15/15", [.minute, .day]).boundaries.map(\.compact)
                == ["2024-01-08", "2024-01-09"]
        )
    }

    @Test(arguments: [
        ("100/0/0", ["train"]), ("80/0/20", ["train", "test"]), ("0/0/100", ["test"]),
    ])
    func aSplitWithoutAShareHasNoBoundary(text: String, names: [String]) throws {
        let plan = try plan(text)
        #expect(plan.zones.map(\.split.rawValue) == names)
        #expect(plan.zones.first?.range.start == range.start)
        #expect(plan.zones.last?.range.end == range.end)
    }

    @Test func theLastHorizonBeforeABoundaryIsPurgedAndTheEmbargoAfterIt() throws {
        let plan = try plan("70/15/15", horizon: 60, embargo: 30)
        let boundary = plan.boundaries[0]
        func verdict(_ minutes: Int64) -> SplitPlan.Verdict {
            plan.verdict(of: boundary + minutes * 60_000_000, interval: .minute)
        }
        #expect(verdict(-61) == .keep(.train))
        #expect(verdict(-60) == .drop(.purged))
        #expect(verdict(-1) == .drop(.purged))
        #expect(verdict(0) == .drop(.embargoed))
        #expect(verdict(29) == .drop(.embargoed))
        #expect(verdict(30) == .keep(.validation))
    }

    @Test func nothingIsPurgedAtTheEndOfTheRange() throws {
        for text in ["70/15/15", "100/0/0", "80/20/0"] {
            let plan = try plan(text)
            let last = range.end - 60_000_000
            #expect(
                plan.verdict(of: last, interval: .minute)
                    == .keep(plan.zones[plan.zones.count - 1].split)
            )
        }
    }

    @Test func anEmbargoLongerThanASplitReachesIntoTheNext() throws {
        let plan = try plan("98/1/1", horizon: 1, embargo: 200)
        let verdict = plan.verdict(of: plan.boundaries[1] + 3_600_000_000, interval: .minute)
        #expect(verdict == .drop(.embargoed))
    }

    @Test func noMomentIsUsedByTwoSplitsWhateverTheOptions() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let start = Timestamp(seconds: Int64.random(in: 0...4_000_000_000, using: &generator))
            let span = Int64.random(in: 1...400, using: &generator) * Timestamp.microsecondsPerDay
            let train = Int.random(in: 0...100, using: &generator)
            let validation = Int.random(in: 0...(100 - train), using: &generator)
            let intervals = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Interval.allCases.randomElement(using: &generator) ?? .hour
            }.filter { $0 != .second }
            let plan = SplitPlan(
                range: TimeRange(start, start + span),
                fractions: try SplitFractions(
                    train: train,
                    validation: validation,
                    test: 100 - train - validation
                ),
                intervals: intervals.isEmpty ? [.hour] : intervals,
                longestHorizon: Int.random(in: 0...50, using: &generator),
                embargo: Int.random(in: 0...50, using: &generator)
            )
            check(plan, intervals.isEmpty ? [.hour] : intervals, &generator)
        }
    }

    /// Places random rows of every interval and compares all windows of neighbouring splits.
    private func check(
        _ plan: SplitPlan,
        _ intervals: [Interval],
        _ generator: inout SeededGenerator
    ) {
        var used: [Split: TimeRange] = [:]
        for interval in intervals {
            for boundary in plan.boundaries {
                for _ in 0..<60 {
                    let steps = Int.random(in: -120...120, using: &generator)
                    let open = interval.advance(interval.floor(boundary), by: steps)
                    guard plan.zones.contains(where: { $0.range.contains(open) }) else { continue }
                    guard case .keep(let split) = plan.verdict(of: open, interval: interval) else {
                        continue
                    }
                    let end = interval.advance(open, by: plan.longestHorizon + 1)
                    let known = used[split] ?? TimeRange(open, end)
                    used[split] = TimeRange(min(known.start, open), max(known.end, end))
                }
            }
        }
        let order = plan.zones.compactMap { used[$0.split] }
        for (earlier, later) in zip(order, order.dropFirst()) {
            #expect(earlier.end <= later.start, "\(plan)")
        }
    }
}
