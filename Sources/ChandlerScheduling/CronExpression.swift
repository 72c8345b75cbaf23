import ChandlerCore

/// Times of five fields, as crontab(5) has them, in UTC: minute, hour, day, month, weekday.
///
/// Where day and weekday are both restricted, either is enough; where one of them begins with `*`
/// (`*/2` too), both must match. That is what crontab(5) says and what its programs do.
///
/// **Source:** crontab(5) of Debian and of cronie.
public struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    /// The five fields, as they were written.
    public let description: String

    let minutes: CronField
    let hours: CronField
    let days: CronField
    let months: CronField
    let weekdays: CronField

    /// Reads five fields, or a name such as `@daily`.
    ///
    /// Takes `*`, values, ranges, steps of both, and lists of them; `JAN` to `DEC` and `MON` to
    /// `SUN` in any case; 0 and 7 for Sunday; `@hourly`, `@daily`, `@midnight`, `@weekly`,
    /// `@monthly`, `@yearly` and `@annually`.
    ///
    /// - Throws: ``CronError`` saying which field was wrong and what was expected; also for times
    ///   that never come, such as the 30th of February.
    public init(parsing text: String) throws(CronError) {
        var reader = CronReader(text)
        let words = try reader.words()
        description = text
        minutes = try reader.field(words[0], .minute)
        hours = try reader.field(words[1], .hour)
        days = try reader.field(words[2], .day)
        months = try reader.field(words[3], .month)
        weekdays = try reader.field(words[4], .weekday)
        guard hasSomeDay else {
            throw CronError(
                "no such day ever comes: month \(months.text) has no day \(days.text)",
                offset: words[2].offset
            )
        }
    }

    /// The five fields in numbers, as any crontab takes them.
    public var numeric: String {
        [minutes, hours, days, months, weekdays].map(\.text).joined(separator: " ")
    }

    private var hasSomeDay: Bool {
        switch dayRule {
        case .days(let days), .both(let days, _):
            // Every day of the calendar falls on every weekday within 400 years.
            CronUnit.month.range.contains { month in
                months.contains(month)
                    && days & ((2 << UInt64(CivilDate.days(inMonth: month, year: 2000))) - 1) != 0
            }
        case .everyDay, .weekdays, .either: true
        }
    }
}
