extension CronExpression {
    /// The same times for `OnCalendar=` of a systemd timer, a line each.
    ///
    /// Two where a day or a weekday is enough: within a line both must match.
    ///
    /// **Source:** systemd.time(7), "Calendar Events".
    public var onCalendar: [String] {
        switch dayRule {
        case .everyDay: [line()]
        case .days(let days): [line(days: days)]
        case .weekdays(let weekdays): [line(weekdays: weekdays)]
        case .both(let days, let weekdays): [line(days: days, weekdays: weekdays)]
        case .either(let days, let weekdays): [line(days: days), line(weekdays: weekdays)]
        }
    }

    private func line(days: UInt64? = nil, weekdays: UInt64? = nil) -> String {
        let month = Self.component(months.values, .month)
        let day = days.map { Self.component($0, .day) } ?? "*"
        let hour = Self.component(hours.values, .hour)
        let minute = Self.component(minutes.values, .minute)
        let date = "*-\(month)-\(day) \(hour):\(minute):00 UTC"
        return weekdays.map { "\(Self.names($0)) \(date)" } ?? date
    }

    private static func component(_ values: UInt64, _ unit: CronUnit) -> String {
        if CronField.isEvery(values, of: unit) { return "*" }
        let runs = CronRuns(values, of: unit)
        if let steps = runs.steps { return "\(twoDigits(steps.start))/\(steps.step)" }
        return runs.ranges.map { range in
            range.count > 2
                ? "\(twoDigits(range.lowerBound))..\(twoDigits(range.upperBound))"
                : range.map(twoDigits).joined(separator: ",")
        }.joined(separator: ",")
    }

    private static func twoDigits(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }

    /// systemd's week begins with Monday.
    private static func names(_ weekdays: UInt64) -> String {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let fromMonday = (weekdays >> 1) | (weekdays & 1) << 6
        return CronRuns(fromMonday, of: .weekday).ranges.map { range in
            range.count > 2
                ? "\(names[range.lowerBound])..\(names[range.upperBound])"
                : range.map { names[$0] }.joined(separator: ",")
        }.joined(separator: ",")
    }
}
