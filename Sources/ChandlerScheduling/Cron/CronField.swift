/// What one field allows.
struct CronField: Sendable, Hashable {
    /// The values as bits.
    let values: UInt64
    /// Whether it was written with `*` in front, which crontab(5) takes for not restricted.
    let beginsWithStar: Bool
    /// The field in numbers.
    let text: String

    func contains(_ value: Int) -> Bool {
        values & (1 << UInt64(value)) != 0
    }

    /// The lowest allowed value from one on; `nil` where none is left.
    func first(from value: Int) -> Int? {
        guard value < 64 else { return nil }
        let rest = values & (UInt64.max << UInt64(value))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    /// Whether every value of a unit is in a set of bits.
    static func isEvery(_ values: UInt64, of unit: CronUnit) -> Bool {
        values == unit.range.reduce(0) { $0 | 1 << UInt64($1) }
    }
}

/// The values of a field, gathered into runs for other ways of writing.
struct CronRuns {
    /// Consecutive values.
    let ranges: [ClosedRange<Int>]
    /// The first value and the step, where they go on evenly to the end of the unit.
    let steps: (start: Int, step: Int)?

    init(_ values: UInt64, of unit: CronUnit) {
        let all = unit.range.filter { values & (1 << UInt64($0)) != 0 }
        var ranges: [ClosedRange<Int>] = []
        for value in all {
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        self.ranges = ranges
        steps = Self.steps(all, of: unit)
    }

    private static func steps(_ all: [Int], of unit: CronUnit) -> (start: Int, step: Int)? {
        guard all.count > 2, let last = all.last else { return nil }
        let step = all[1] - all[0]
        let isEven = zip(all, all.dropFirst()).allSatisfy { $1 - $0 == step }
        guard step > 1, isEven, last + step > unit.range.upperBound else { return nil }
        return (all[0], step)
    }
}
