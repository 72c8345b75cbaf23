import ChandlerCore
import Testing

@testable import ChandlerWarehouse

@Suite struct RetentionPlanTests {
    private typealias Entry = RetentionPlan.Entry

    private func moment(_ text: String) -> Int64 {
        (Timestamp(parsing: text)?.microseconds ?? 0) / 1_000_000
    }

    /// One full backup a day at three o'clock, named by its day.
    private func daily(from first: String, to last: String) -> [Entry] {
        stride(from: moment(first), through: moment(last), by: 86_400).map {
            Entry(label: String(Timestamp(seconds: $0).description.prefix(10)), time: $0 + 10_800)
        }
    }

    @Test func threeYearsOfDailyBackupsLeaveDaysWeeksAndMonths() {
        let entries = daily(from: "2021-03-01", to: "2024-03-15")
        let plan = RetentionPlan(entries, now: moment("2024-03-15T12:00:00Z"))
        // 30 days back to 15 February, then Sundays back to the week of 18 September (ISO week 38,
        // which is 25 weeks before that of 11 March), then last days of months to April 2022.
        #expect(plan.kept.contains("2024-02-15"))
        #expect(!plan.kept.contains("2024-02-14"))
        #expect(plan.kept.contains("2024-02-11"), "a Sunday")
        #expect(plan.kept.contains("2023-09-24"), "the Sunday of the 26th week")
        #expect(!plan.kept.contains("2023-09-17"))
        #expect(plan.kept.contains("2023-08-31"))
        #expect(plan.kept.contains("2022-04-30"), "the 24th month")
        #expect(!plan.kept.contains("2022-03-31"))
        // 30 days; 25 older weeks less the four that the days cover (18 and 25 February, 3 and 10
        // March); 23 older months less February, whose last day is one of the 30, and December,
        // whose last day is a Sunday.
        #expect(plan.kept.count == 30 + 21 + 21)
        #expect(plan.expired.count == entries.count - plan.kept.count)
    }

    @Test func whatOthersDependOnStays() {
        let now = moment("2024-03-15T12:00:00Z")
        let entries = [
            Entry(label: "F1", time: moment("2024-01-02")),
            Entry(label: "D1", time: moment("2024-01-03"), references: ["F1"]),
            Entry(label: "F2", time: moment("2024-01-30")),
            Entry(label: "D2", time: moment("2024-01-31T08:00:00Z"), references: ["F2"]),
            Entry(label: "I2", time: moment("2024-01-31T09:00:00Z"), references: ["F2", "D2"]),
            Entry(label: "F3", time: moment("2024-03-15T01:00:00Z")),
        ]
        let plan = RetentionPlan(entries, now: now)
        #expect(plan.kept == ["D1", "F1", "I2", "D2", "F2", "F3"])
        var rule = RetentionPlan.Rule()
        rule.weeks = 1
        let fewer = RetentionPlan(entries, now: now, rule: rule)
        #expect(fewer.kept == ["I2", "D2", "F2", "F3"])
        #expect(fewer.expired == ["D1", "F1"], "first what depends on the other")
    }

    @Test func theLastGoodOneAndTheNewestStayHoweverOld() {
        let entries = [
            Entry(label: "good", time: moment("2015-01-01")),
            Entry(label: "bad", time: moment("2016-01-01"), isGood: false),
        ]
        let plan = RetentionPlan(entries, now: moment("2024-01-01"))
        #expect(plan.kept == ["good", "bad"])
        #expect(RetentionPlan([], now: 0).kept.isEmpty)
    }

    @Test func aGoodOneStandsForItsDayBeforeANewerDamagedOne() {
        let entries = [
            Entry(label: "good", time: moment("2024-03-10T01:00:00Z")),
            Entry(label: "bad", time: moment("2024-03-10T02:00:00Z"), isGood: false),
            Entry(label: "later", time: moment("2024-03-11T02:00:00Z")),
        ]
        let plan = RetentionPlan(entries, now: moment("2024-03-11T03:00:00Z"))
        #expect(plan.kept == ["good", "later"])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func randomHistoriesKeepEveryPromise(seed: UInt64) {
        var random = SeededNumbers(state: seed)
        let now = moment("2024-03-15T12:00:00Z")
        var entries: [Entry] = []
        var lastFull: String?
        for number in 0..<Int.random(in: 1...300, using: &random) {
            let time = now - Int64.random(in: -86_400...(800 * 86_400), using: &random)
            entries.append(
                Entry(label: "b\(number)", time: time, isGood: .random(using: &random))
            )
        }
        entries.sort { $0.time < $1.time }
        entries = entries.map { entry in
            let isFull = lastFull == nil || Int.random(in: 0..<4, using: &random) == 0
            defer { if isFull { lastFull = entry.label } }
            return Entry(
                label: entry.label,
                time: entry.time,
                references: isFull ? [] : [lastFull].compactMap(\.self),
                isGood: entry.isGood
            )
        }
        let plan = RetentionPlan(entries.shuffled(using: &random), now: now)
        #expect(plan.kept.isDisjoint(with: plan.expired), "seed \(seed)")
        #expect(plan.kept.count + plan.expired.count == entries.count, "seed \(seed)")
        for entry in entries where plan.kept.contains(entry.label) {
            #expect(plan.kept.isSuperset(of: entry.references), "seed \(seed)")
        }
        for (index, label) in plan.expired.enumerated() {
            let before = Set(plan.expired[..<index])
            let entry = entries.first { $0.label == label }
            #expect(before.isDisjoint(with: entry?.references ?? []), "seed \(seed)")
        }
        #expect(plan.kept.contains(entries.last?.label ?? ""), "seed \(seed)")
        for days in 0..<30 as Range<Int64> {
            let start = (now / 86_400 - days) * 86_400
            let day = entries.filter { $0.time >= start && $0.time < start + 86_400 }
            let isKept = day.isEmpty || day.contains { plan.kept.contains($0.label) }
            #expect(isKept, "seed \(seed), \(days) days ago")
        }
        // Doing it again removes nothing more.
        let rest = entries.filter { plan.kept.contains($0.label) }
        #expect(RetentionPlan(rest, now: now).expired.isEmpty, "seed \(seed)")
    }
}

/// Numbers that a seed repeats (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
