extension CronExpression {
    /// The same times in numbers for `schedule` of a CronJob.
    ///
    /// Kubernetes counts weekdays from 0 to 6 and takes `*/2` for a restriction.
    ///
    /// - Throws: ``ScheduleError`` of code `usage` where a day and a weekday must both match, which
    ///   cannot be said there.
    ///
    /// **Source:** github.com/robfig/cron/v3, which Kubernetes uses.
    func kubernetesSchedule() throws(ScheduleError) -> String {
        let (day, weekday): (UInt64?, UInt64?)
        switch dayRule {
        case .everyDay: (day, weekday) = (nil, nil)
        case .days(let days): (day, weekday) = (days, nil)
        case .weekdays(let weekdays): (day, weekday) = (nil, weekdays)
        case .either(let days, let weekdays): (day, weekday) = (days, weekdays)
        case .both:
            throw ScheduleError(
                .usage,
                "the schedule \"\(self)\" means days on which both the day and the weekday match; a "
                    + "CronJob would run when either does",
                hint: "restrict one of the two only"
            )
        }
        return [
            Self.field(minutes.values, .minute), Self.field(hours.values, .hour),
            day.map { Self.field($0, .day) } ?? "*", Self.field(months.values, .month),
            weekday.map { Self.field($0, .weekday) } ?? "*",
        ].joined(separator: " ")
    }

    private static func field(_ values: UInt64, _ unit: CronUnit) -> String {
        let isDay = unit == .day || unit == .weekday
        if CronField.isEvery(values, of: unit), !isDay { return "*" }
        let runs = CronRuns(values, of: unit)
        if let steps = runs.steps {
            let isStar = steps.start == unit.range.lowerBound && !isDay
            return isStar
                ? "*/\(steps.step)" : "\(steps.start)-\(unit.range.upperBound)/\(steps.step)"
        }
        return runs.ranges.map { range in
            range.count > 2
                ? "\(range.lowerBound)-\(range.upperBound)"
                : range.map(String.init).joined(separator: ",")
        }.joined(separator: ",")
    }
}
