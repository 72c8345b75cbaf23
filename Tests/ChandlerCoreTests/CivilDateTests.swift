import ChandlerCore
import Foundation
import Testing

@Suite struct CivilDateTests {
    private static func calendar() throws -> Calendar {
        // ISO 8601's calendar is Gregorian without the switch of 1582.
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        return calendar
    }

    @Test(arguments: UInt64(1)...2)
    func daysAgreeWithTheCalendarOfFoundation(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let calendar = try Self.calendar()
        for _ in 0..<3_000 {
            let day = Int64.random(in: -140_000...2_900_000, using: &generator)
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let civil = CivilDate(daysSinceEpoch: day)
            #expect(
                [civil.year, civil.month, civil.day] == [parts.year, parts.month, parts.day],
                "seed \(seed) day \(day)"
            )
            #expect(civil.daysSinceEpoch == day)
        }
    }

    @Test func everyDayOfFourCenturiesFollowsTheOneBefore() throws {
        var previous = CivilDate(daysSinceEpoch: -200_000)
        for day in Int64(-199_999)..<(-200_000 + 2 * 146_097) {
            let date = CivilDate(daysSinceEpoch: day)
            let isNextDay =
                date.day == previous.day + 1 && date.month == previous.month
                && date.year == previous.year
            let isNextMonth =
                date.day == 1
                && CivilDate.days(inMonth: previous.month, year: previous.year)
                    == previous.day
            guard isNextDay || isNextMonth, date.daysSinceEpoch == day else {
                Issue.record("day \(day) is \(date)")
                return
            }
            previous = date
        }
    }

    @Test(arguments: [
        (2024, 2, 29, true), (2023, 2, 29, false), (1900, 2, 29, false), (2000, 2, 29, true),
        (2024, 4, 31, false), (2024, 12, 31, true), (2024, 0, 1, false), (2024, 13, 1, false),
        (2024, 1, 0, false), (2024, 1, -1, false),
    ])
    func onlyDaysOfTheCalendarExist(year: Int, month: Int, day: Int, exists: Bool) {
        #expect((CivilDate(year: year, month: month, day: day) != nil) == exists)
    }
}

@Suite struct MonthTests {
    @Test func monthsFollowEachOther() {
        let december = Month(year: 2023, month: 12)
        #expect(december.next == Month(year: 2024, month: 1))
        #expect(december.advanced(by: -11) == Month(year: 2023, month: 1))
        #expect(december.advanced(by: -12) == Month(year: 2022, month: 12))
        #expect(december.advanced(by: 14) == Month(year: 2025, month: 2))
        #expect(december < december.next)
        #expect(december.end == december.next.start)
        #expect(december.range.contains(december.start))
        #expect(!december.range.contains(december.end))
    }

    @Test func namesAreOfEqualLength() {
        #expect(Month(year: 2024, month: 3).partitionSuffix == "y2024m03")
        #expect(Month(year: 987, month: 11).dashed == "0987-11")
    }
}
