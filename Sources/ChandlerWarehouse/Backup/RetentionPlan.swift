import ChandlerCore

/// Which backups stay: the newest of each of the last days, weeks and months.
///
/// A pure function of the times: nothing is looked up, nothing is removed.
public struct RetentionPlan: Sendable, Hashable {
    /// How long backups are kept.
    ///
    /// **Source:** the warehouse's schema: 30 days daily, 6 months weekly, 2 years monthly.
    public struct Rule: Sendable, Hashable {
        /// UTC days, today being one of them.
        public var days = 30
        /// ISO weeks, this one being one of them.
        public var weeks = 26
        /// Months, this one being one of them.
        public var months = 24

        /// The rule of the schema.
        public init() {}
    }

    /// What the plan has to know of a backup.
    public struct Entry: Sendable, Hashable {
        /// Its name.
        public let label: String
        /// When it was complete, in seconds since 1970.
        public let time: Int64
        /// The backups without which it is worth nothing.
        public let references: [String]
        /// Whether it can be trusted.
        public let isGood: Bool

        /// Describes a backup.
        public init(label: String, time: Int64, references: [String] = [], isGood: Bool = true) {
            self.label = label
            self.time = time
            self.references = references
            self.isGood = isGood
        }
    }

    /// The names of those that stay.
    public let kept: Set<String>
    /// The names of those that go, each before those that it depends on.
    public let expired: [String]

    /// Makes the plan.
    ///
    /// Stay: the newest good one of each day, week and month of the rule (the newest one where none
    /// is good), the newest of all, the newest good one of all, whatever is dated later than now,
    /// and everything on which one of these depends.
    ///
    /// - Parameters:
    ///   - entries: All backups, in any order.
    ///   - now: Seconds since 1970.
    ///   - rule: How long.
    public init(_ entries: [Entry], now: Int64, rule: Rule = Rule()) {
        let sorted = entries.sorted { ($0.time, $0.label) < ($1.time, $1.label) }
        var kept = Set(sorted.filter { $0.time > now }.map(\.label))
        kept.formUnion([sorted.last?.label, sorted.last { $0.isGood }?.label].compactMap(\.self))
        let scales: [(Int, (Int64) -> Int64)] = [
            (rule.days, Self.day), (rule.weeks, Self.week), (rule.months, Self.month),
        ]
        for (count, number) in scales {
            kept.formUnion(Self.newest(of: sorted, now, count, number))
        }
        let byLabel = Dictionary(sorted.map { ($0.label, $0) }) { first, _ in first }
        var open = Array(kept)
        while let label = open.popLast() {
            for needed in byLabel[label]?.references ?? [] where kept.insert(needed).inserted {
                open.append(needed)
            }
        }
        self.kept = kept
        // What depends on another is newer than it.
        expired = sorted.reversed().map(\.label).filter { !kept.contains($0) }
    }

    /// The newest backup of each of the last units of time.
    private static func newest(
        of sorted: [Entry],
        _ now: Int64,
        _ count: Int,
        _ number: (Int64) -> Int64
    ) -> [String] {
        let first = number(now) - Int64(count) + 1
        var chosen: [Int64: Entry] = [:]
        for entry in sorted where number(entry.time) >= first && entry.time <= now {
            let unit = number(entry.time)
            if let other = chosen[unit], other.isGood, !entry.isGood { continue }
            chosen[unit] = entry
        }
        return chosen.values.map(\.label)
    }

    private static func day(_ time: Int64) -> Int64 { floorDivided(time, 86_400) }

    /// ISO weeks begin on Mondays, and 1970-01-01 was a Thursday.
    private static func week(_ time: Int64) -> Int64 { floorDivided(day(time) + 3, 7) }

    private static func month(_ time: Int64) -> Int64 {
        let date = CivilDate(daysSinceEpoch: day(time))
        return Int64(date.year * 12 + date.month - 1)
    }

    private static func floorDivided(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}
