import ChandlerCore
import Testing

@Suite struct IntervalTests {
    private static func moment(_ text: String) throws -> Timestamp {
        try #require(Timestamp(parsing: text))
    }

    @Test(arguments: [
        (Interval.second, "2024-02-29T12:34:56.7", "2024-02-29T12:34:56", "2024-02-29T12:34:57"),
        (.minute, "2024-02-29T12:34:56", "2024-02-29T12:34", "2024-02-29T12:35"),
        (.threeMinutes, "2024-02-29T12:34:56", "2024-02-29T12:33", "2024-02-29T12:36"),
        (.fiveMinutes, "1969-12-31T23:59", "1969-12-31T23:55", "1970-01-01"),
        (.fifteenMinutes, "2024-02-29T12:34:56", "2024-02-29T12:30", "2024-02-29T12:45"),
        (.thirtyMinutes, "2024-02-29T23:34:56", "2024-02-29T23:30", "2024-03-01"),
        (.hour, "2024-12-31T23:30", "2024-12-31T23:00", "2025-01-01"),
        (.twoHours, "2024-02-29T13:30", "2024-02-29T12:00", "2024-02-29T14:00"),
        (.fourHours, "2024-02-29T13:30", "2024-02-29T12:00", "2024-02-29T16:00"),
        (.sixHours, "2024-02-29T13:30", "2024-02-29T12:00", "2024-02-29T18:00"),
        (.eightHours, "2024-02-29T13:30", "2024-02-29T08:00", "2024-02-29T16:00"),
        (.twelveHours, "2024-02-29T13:30", "2024-02-29T12:00", "2024-03-01"),
        (.day, "2024-02-29T13:30", "2024-02-29", "2024-03-01"),
        (.threeDays, "2024-02-29T13:30", "2024-02-29", "2024-03-01"),
        (.week, "2024-03-03T13:30", "2024-02-26", "2024-03-04"),
        (.week, "1969-12-30", "1969-12-29", "1970-01-05"),
        (.month, "2024-02-29T13:30", "2024-02-01", "2024-03-01"),
        (.month, "2023-12-31T23:59:59.999999", "2023-12-01", "2024-01-01"),
    ])
    func momentsLieBetweenTwoOpens(
        interval: Interval,
        text: String,
        below: String,
        above: String
    ) throws {
        let time = try Self.moment(text)
        let (low, high) = (try Self.moment(below), try Self.moment(above))
        #expect(interval.floor(time) == low)
        #expect(interval.ceiling(time) == high)
        #expect(!interval.isAligned(time))
        #expect(interval.isAligned(low) && interval.isAligned(high))
        #expect(interval.ceiling(low) == low)
    }

    @Test(arguments: Interval.allCases)
    func theGridIsConsistentEverywhere(interval: Interval) {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1_000 {
            let time = Timestamp(
                microseconds: Int64.random(
                    in: -4_000_000_000_000_000...8_000_000_000_000_000,
                    using: &generator
                )
            )
            let floor = interval.floor(time)
            let ceiling = interval.ceiling(time)
            #expect(floor <= time && time <= ceiling)
            #expect(interval.floor(floor) == floor)
            #expect(time < interval.close(of: floor))
            if interval != .threeDays, floor != time {
                #expect(ceiling == interval.close(of: floor))
            }
            let count = generator.int(0...50)
            let end = interval.advance(floor, by: count)
            #expect(interval.count(in: TimeRange(floor, end)) == count)
            #expect(interval.advance(end, by: -count) == floor)
            if count > 0 {
                #expect(interval.count(in: TimeRange(floor, end - 1)) == count)
                #expect(interval.count(in: TimeRange(floor, end + 1)) == count + 1)
            }
        }
    }

    @Test func monthsHaveTheirOwnLengths() throws {
        let january = try Self.moment("2024-01-01")
        #expect(Interval.month.close(of: january) == (try Self.moment("2024-02-01")))
        #expect(Interval.month.advance(january, by: 14) == (try Self.moment("2025-03-01")))
        #expect(Interval.month.advance(january, by: -1) == (try Self.moment("2023-12-01")))
        #expect(Interval.month.fixedMicroseconds == nil)
    }

    @Test func namesAreTheVenuesAndDistinguishMinuteFromMonth() {
        #expect(Interval(rawValue: "1m") == .minute)
        #expect(Interval(rawValue: "1M") == .month)
        #expect(Interval(rawValue: "1W") == nil)
    }
}
