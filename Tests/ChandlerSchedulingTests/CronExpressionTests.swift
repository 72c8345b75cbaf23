import ChandlerCore
import ChandlerScheduling
import TestSupport
import Testing

@Suite struct CronExpressionTests {
    private func next(_ text: String, after: String, _ count: Int = 1) throws -> [String] {
        let moment = try #require(Timestamp(parsing: after))
        return try CronExpression(parsing: text).next(after: moment, count: count)
            .map(\.description)
    }

    @Test(arguments: [
        ("* * * * *", "2024-01-01T00:00:00Z", "2024-01-01T00:01:00Z"),
        ("* * * * *", "2024-01-01T00:00:59.999999Z", "2024-01-01T00:01:00Z"),
        ("* * * * *", "1969-12-31T23:59:30Z", "1970-01-01T00:00:00Z"),
        ("*/15 * * * *", "2024-01-01T00:45:00Z", "2024-01-01T01:00:00Z"),
        ("5,35 2-4 * * *", "2024-01-01T04:35:00Z", "2024-01-02T02:05:00Z"),
        ("10-20/5 * * * *", "2024-01-01T00:15:00Z", "2024-01-01T00:20:00Z"),
        ("0 0 29 2 *", "2024-02-29T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("0 0 29 feb *", "2096-03-01", "2104-02-29T00:00:00Z"),
        ("0 0 31 * *", "2024-01-31T00:00:00Z", "2024-03-31T00:00:00Z"),
        ("0 12 * * 7", "2024-06-01", "2024-06-02T12:00:00Z"),
        ("0 12 * * 0", "2024-06-01", "2024-06-02T12:00:00Z"),
        ("0 12 * * Sun", "2024-06-01", "2024-06-02T12:00:00Z"),
        ("0 12 * * 5-7", "2024-06-02T12:00:00Z", "2024-06-07T12:00:00Z"),
        ("0 12 * * SAT-SUN", "2024-06-01T12:00:00Z", "2024-06-02T12:00:00Z"),
        ("0 0 * JAN,jul MON", "2024-01-29", "2024-07-01T00:00:00Z"),
        (" 0\t0 1  1 * ", "2024-01-01", "2025-01-01T00:00:00Z"),
        ("@hourly", "2024-01-01", "2024-01-01T01:00:00Z"),
        ("@daily", "2024-01-01", "2024-01-02T00:00:00Z"),
        ("@midnight", "2024-01-01", "2024-01-02T00:00:00Z"),
        ("@Weekly", "2024-01-01", "2024-01-07T00:00:00Z"),
        ("@monthly", "2024-01-01", "2024-02-01T00:00:00Z"),
        ("@yearly", "2024-01-01", "2025-01-01T00:00:00Z"),
        ("@annually", "2024-01-01", "2025-01-01T00:00:00Z"),
    ])
    func nextIsTheFirstTimeThatIsLater(text: String, after: String, expected: String) throws {
        #expect(try next(text, after: after) == [expected])
    }

    /// crontab(5): "If both fields are restricted, the command will be run when either field
    /// matches"; a field that begins with a star is not restricted, and then both must match.
    @Test func dayAndWeekdayAreTakenAsCrontabDoes() throws {
        #expect(
            try next("0 0 13 * FRI", after: "2024-09-06T12:00:00Z", 4) == [
                "2024-09-13T00:00:00Z", "2024-09-20T00:00:00Z", "2024-09-27T00:00:00Z",
                "2024-10-04T00:00:00Z",
            ]
        )
        #expect(
            try next("0 0 */2 * MON", after: "2024-09-01T12:00:00Z", 3) == [
                "2024-09-09T00:00:00Z", "2024-09-23T00:00:00Z", "2024-10-07T00:00:00Z",
            ]
        )
        // 1-31 is every day, and is restricted all the same: either is enough.
        #expect(
            try next("0 0 1-31 * MON", after: "2024-09-02", 2) == [
                "2024-09-03T00:00:00Z", "2024-09-04T00:00:00Z",
            ]
        )
        // The 30th of February never comes; its Mondays do.
        #expect(try next("0 0 30 2 1", after: "2024-01-01") == ["2024-02-05T00:00:00Z"])
    }

    @Test func theCalendarEnds() throws {
        #expect(try next("0 0 1 1 *", after: "9998-06-01", 5) == ["9999-01-01T00:00:00Z"])
        #expect(try next("* * * * *", after: "2024-01-01", 0) == [])
    }

    @Test(arguments: [
        ("", 0, "five fields"), ("   ", 3, "five fields"), ("* * * *", 7, "4 were found"),
        ("* * * * * *", 10, "seconds"), ("60 * * * *", 0, "minute was \"60\", 0 to 59"),
        ("* 24 * * *", 2, "hour was \"24\""), ("* * 0 * *", 4, "day was \"0\", 1 to 31"),
        ("* * * 13 *", 6, "1 to 12 or JAN to DEC"), ("* * * * 8", 8, "0 to 7 or SUN to SAT"),
        ("* * * * MONDAY", 8, "\"MONDAY\""), ("1,,2 * * * *", 2, "is missing"),
        ("1, * * * *", 2, "is missing"), ("5-1 * * * *", 2, "ends before it begins"),
        ("* * * * FRI-MON", 12, "two with a comma"), ("*/0 * * * *", 2, "a number from 1"),
        ("*/x * * * *", 2, "\"x\""), ("*/90 * * * *", 2, "the longest is 59"),
        ("5/10 * * * *", 1, "write 5-59/10"), ("1-2-3 * * * *", 3, "second \"-\""),
        ("*/2/3 * * * *", 3, "second step"), ("-1 * * * *", 0, "is missing"),
        ("*1 * * * *", 0, "\"*1\""), ("１ * * * *", 0, "was"), ("1e1 * * * *", 0, "\"1e1\""),
        ("0 0 30 2 *", 4, "no such day ever comes"), ("0 0 31 APR,6,9-11/2 *", 4, "no such day"),
        ("0 0 30-31 2 */2", 4, "no such day"),
        ("@reboot", 0, "is no time"), ("@often", 0, "@hourly"), (" @daily x", 8, "nothing may"),
        ("0 0 * * *\n", 8, "weekday was"),
    ])
    func whatIsWrongIsSaidAndWhere(text: String, offset: Int, words: String) throws {
        let error = try #require(throws: CronError.self) { try CronExpression(parsing: text) }
        #expect(error.offset == offset, "\(error)")
        #expect(error.message.contains(words), "\(error)")
        #expect((0...text.count).contains(error.offset))
    }

    @Test func theNumericFormMeansTheSame() throws {
        let written = try CronExpression(parsing: "*/5 0-6 1,15 JAN-mar,12 SAT-SUN")
        #expect(written.numeric == "*/5 0-6 1,15 1-3,12 6-7")
        #expect(written.description == "*/5 0-6 1,15 JAN-mar,12 SAT-SUN")
        #expect(try CronExpression(parsing: "@weekly").numeric == "0 0 * * 0")
    }

    @Test func randomExpressionsAgreeWithTryingEveryMinute() throws {
        var generator = SeededGenerator.announced("cron")
        for _ in 0..<300 {
            let text = RandomCron.expression(&generator)
            guard let expression = try? CronExpression(parsing: text) else {
                // Only the days that no month has are refused.
                #expect(RandomCron.fields(text)[3] != Set(1...12), "\(text)")
                continue
            }
            let from = Int64.random(in: -2_000_000_000...6_000_000_000, using: &generator)
            let start = Timestamp(microseconds: from * 1_000_000 + Int64.random(in: 0...999_999))
            let expected = BruteForceCron(text).next(after: start, count: 20, within: 120)
            let found = expression.next(after: start, count: 20)
            #expect(found.count == 20, "\(text)")
            #expect(Array(found.prefix(expected.count)) == expected, "\(text) after \(start)")
            if expected.count < found.count {
                let end = start + 119 * Timestamp.microsecondsPerDay
                #expect(found[expected.count] > end, "\(text) after \(start)")
            }
        }
    }
}
