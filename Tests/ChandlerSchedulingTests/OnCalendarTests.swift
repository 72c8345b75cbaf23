import ChandlerCore
import ChandlerScheduling
import TestSupport
import Testing

@Suite struct OnCalendarTests {
    @Test(arguments: [
        ("* * * * *", ["*-*-* *:*:00 UTC"]),
        ("*/5 * * * *", ["*-*-* *:00/5:00 UTC"]),
        ("7 3 * * *", ["*-*-* 03:07:00 UTC"]),
        ("0 9-17 * * 1-5", ["Mon..Fri *-*-* 09..17:00:00 UTC"]),
        ("0 0 * * 6,7", ["Sat,Sun *-*-* 00:00:00 UTC"]),
        ("0 0 * * SUN,TUE", ["Tue,Sun *-*-* 00:00:00 UTC"]),
        ("5,35 2,4 1,15 */3 *", ["*-01/3-01,15 02,04:05,35:00 UTC"]),
        ("0 0 13 * FRI", ["*-*-13 00:00:00 UTC", "Fri *-*-* 00:00:00 UTC"]),
        ("0 0 */2 * MON", ["Mon *-*-01/2 00:00:00 UTC"]),
        ("0 0 1-31 * MON", ["*-*-* 00:00:00 UTC"]),
        ("@yearly", ["*-01-01 00:00:00 UTC"]),
    ])
    func linesAreShort(text: String, lines: [String]) throws {
        #expect(try CronExpression(parsing: text).onCalendar == lines)
    }

    @Test(.enabled(if: Systemd.isThere, Systemd.reason))
    func systemdFindsTheSameTimes() async throws {
        try #require(Systemd.isThere, Systemd.reason)
        var generator = SeededGenerator.announced("OnCalendar")
        let known = ["0 0 29 2 *", "0 0 13 * FRI", "0 0 */2 * MON", "59 23 31 12 *", "@weekly"]
        let random = (0..<40).map { _ in RandomCron.expression(&generator) }
        for text in known + random {
            guard let expression = try? CronExpression(parsing: text) else { continue }
            let second = Int64.random(in: 0...3_000_000_000, using: &generator)
            let start = Timestamp(seconds: second)
            var times: Set<String> = []
            for line in expression.onCalendar {
                times.formUnion(try await Systemd.times(of: line, after: start, count: 12))
            }
            let expected = expression.next(after: start, count: 12).map(\.description)
            // A systemd that stops at an early year finds fewer, and none that is wrong.
            #expect(Array(times.sorted().prefix(12)) == expected, "\(text) after \(start)")
        }
    }
}
