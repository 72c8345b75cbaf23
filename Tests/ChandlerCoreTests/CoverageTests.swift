import ChandlerCore
import Testing

/// Against a list of moments, each in or out.
@Suite struct CoverageTests {
    private static func range(_ start: Int, _ end: Int) -> TimeRange {
        TimeRange(Timestamp(microseconds: Int64(start)), Timestamp(microseconds: Int64(end)))
    }

    private static func runs(_ bits: [Bool], of value: Bool, in range: Range<Int>) -> [TimeRange] {
        var runs: [TimeRange] = []
        var first = range.lowerBound
        while first < range.upperBound {
            guard bits[first] == value else {
                first += 1
                continue
            }
            var end = first
            while end < range.upperBound, bits[end] == value { end += 1 }
            runs.append(Self.range(first, end))
            first = end
        }
        return runs
    }

    @Test(arguments: UInt64(1)...20)
    func setsAreWhatTheirMomentsSay(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var bits = [Bool](repeating: false, count: 40)
            var ranges: [TimeRange] = []
            for _ in 0..<generator.int(0...6) {
                let start = generator.int(0...39)
                let end = min(40, start + generator.int(0...8))
                ranges.append(Self.range(start, end))
                for index in start..<end { bits[index] = true }
            }
            var inserted = Coverage()
            for range in ranges { inserted.insert(range) }
            let coverage = Coverage(ranges.shuffled(using: &generator))
            #expect(coverage == inserted)
            #expect(coverage.ranges == Self.runs(bits, of: true, in: 0..<40))
            #expect(coverage.isEmpty == !bits.contains(true))
            let start = generator.int(0...39)
            let end = generator.int(start...40)
            let window = Self.range(start, end)
            #expect(coverage.covered(in: window) == Self.runs(bits, of: true, in: start..<end))
            #expect(coverage.missing(in: window) == Self.runs(bits, of: false, in: start..<end))
            if !window.isEmpty {
                #expect(coverage.contains(window) == bits[start..<end].allSatisfy { $0 })
            }
        }
    }
}

@Suite struct TimeRangeTests {
    private static func range(_ start: Int64, _ end: Int64) -> TimeRange {
        TimeRange(Timestamp(microseconds: start), Timestamp(microseconds: end))
    }

    @Test func startsBelongAndEndsDoNot() {
        let range = Self.range(5, 9)
        #expect(range.contains(Timestamp(microseconds: 5)))
        #expect(!range.contains(Timestamp(microseconds: 9)))
        #expect(range.microseconds == 4)
        #expect(Self.range(9, 5) == Self.range(9, 9))
        #expect(Self.range(9, 5).isEmpty)
    }

    @Test func whatIsSharedIsNeverEmpty() {
        #expect(Self.range(0, 5).intersection(Self.range(5, 9)) == nil)
        #expect(Self.range(0, 6).intersection(Self.range(5, 9)) == Self.range(5, 6))
        #expect(Self.range(0, 9).contains(Self.range(3, 3)))
        #expect(Self.range(0, 9).contains(Self.range(0, 9)))
        #expect(!Self.range(0, 9).contains(Self.range(0, 10)))
    }
}
