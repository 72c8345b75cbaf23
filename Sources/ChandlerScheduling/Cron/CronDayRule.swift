/// Which days an expression means, day and weekday taken together.
enum CronDayRule: Sendable, Hashable {
    /// Every day of the allowed months.
    case everyDay
    /// These days of the month.
    case days(UInt64)
    /// These weekdays.
    case weekdays(UInt64)
    /// These days of the month, and these weekdays as well.
    case either(days: UInt64, weekdays: UInt64)
    /// These days of the month where they fall on these weekdays.
    case both(days: UInt64, weekdays: UInt64)
}

extension CronExpression {
    /// The days that are meant.
    var dayRule: CronDayRule {
        let everyDay = CronField.isEvery(days.values, of: .day)
        let everyWeekday = CronField.isEvery(weekdays.values, of: .weekday)
        if days.beginsWithStar || weekdays.beginsWithStar {
            return switch (everyDay, everyWeekday) {
            case (true, true): .everyDay
            case (true, false): .weekdays(weekdays.values)
            case (false, true): .days(days.values)
            case (false, false): .both(days: days.values, weekdays: weekdays.values)
            }
        }
        if everyDay || everyWeekday { return .everyDay }
        return .either(days: days.values, weekdays: weekdays.values)
    }
}
