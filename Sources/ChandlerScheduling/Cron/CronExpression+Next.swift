public import ChandlerCore

extension CronExpression {
    /// The next times after a moment, the nearest first.
    ///
    /// Goes from month to month and day to day, never from minute to minute.
    ///
    /// - Parameters:
    ///   - moment: Every result is later than this.
    ///   - count: How many are wanted.
    /// - Returns: As many as wanted, fewer only at the end of the year 9999.
    public func next(after moment: Timestamp, count: Int) -> [Timestamp] {
        var found: [Timestamp] = []
        var last = moment
        while found.count < count, let next = next(after: last) {
            found.append(next)
            last = next
        }
        return found
    }

    /// The next time after a moment; `nil` where none is left before the year 10000.
    public func next(after moment: Timestamp) -> Timestamp? {
        let date = moment.date
        let midnight = Timestamp(date)
        let minute = Int((moment - midnight) / Self.microsecondsPerMinute) + 1
        if isOn(date), let minute = minuteOfDay(from: minute) {
            return midnight + Int64(minute) * Self.microsecondsPerMinute
        }
        guard let minute = minuteOfDay(from: 0), let day = nextDay(after: date) else { return nil }
        return Timestamp(day) + Int64(minute) * Self.microsecondsPerMinute
    }

    private static let microsecondsPerMinute: Int64 = 60_000_000

    private func isOn(_ date: CivilDate) -> Bool {
        months.contains(date.month) && bits(of: date.month, date.year) & 1 << UInt64(date.day) != 0
    }

    /// The first allowed minute of a day from one on.
    private func minuteOfDay(from minute: Int) -> Int? {
        let hour = minute / 60
        if hours.contains(hour), let found = minutes.first(from: minute % 60) {
            return hour * 60 + found
        }
        guard let later = hours.first(from: hour + 1), let found = minutes.first(from: 0)
        else { return nil }
        return later * 60 + found
    }

    private func nextDay(after date: CivilDate) -> CivilDate? {
        var (year, month, later) = (date.year, date.month, UInt64.max << UInt64(date.day + 1))
        while year <= 9999 {
            if months.contains(month) {
                let bits = bits(of: month, year) & later
                if bits != 0 {
                    return CivilDate(year: year, month: month, day: bits.trailingZeroBitCount)
                }
            }
            later = .max
            month += 1
            if month == 13 { (year, month) = (year + 1, 1) }
        }
        return nil
    }

    /// The allowed days of a month as bits.
    private func bits(of month: Int, _ year: Int) -> UInt64 {
        let length = CivilDate.days(inMonth: month, year: year)
        let all: UInt64 = (2 << UInt64(length)) - 2
        return switch dayRule {
        case .everyDay: all
        case .days(let days): all & days
        case .weekdays(let weekdays): all & spread(weekdays, month, year)
        case .either(let days, let weekdays): all & (days | spread(weekdays, month, year))
        case .both(let days, let weekdays): all & days & spread(weekdays, month, year)
        }
    }

    /// Weekdays as days of a month.
    private func spread(_ weekdays: UInt64, _ month: Int, _ year: Int) -> UInt64 {
        let first = CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
        // 1970 began on a Thursday, the fourth day after Sunday.
        let weekday = Int(((first + 4) % 7 + 7) % 7)
        return (1...31).reduce(0) { bits, day in
            bits | ((weekdays >> UInt64((weekday + day - 1) % 7)) & 1) << UInt64(day)
        }
    }
}
