import ChandlerCore

/// Round moments along the time axis, with labels in UTC.
struct TimeTicks: Sendable {
    /// A moment with a label.
    struct Tick: Sendable, Hashable {
        /// The place of the first candle at or after it.
        let place: Int
        let label: String
        /// Whether a longer unit begins: a day among hours, a year among months.
        let isMajor: Bool
    }

    let ticks: [Tick]

    /// Chooses moments.
    ///
    /// - Parameters:
    ///   - bars: The places.
    ///   - spacing: How many places two labels are apart at least.
    init(_ bars: ChartBars, spacing: Double) {
        let step = TimeStep.all.first {
            $0.seconds / bars.secondsPerPlace >= spacing
        }
        var ticks: [Tick] = []
        for run in bars.runs {
            let end = bars.interval.advance(run.start, by: run.slots)
            var moment = step?.ceiling(run.start) ?? run.start
            while moment < end, ticks.count < 1_000, let step {
                if let place = bars.place(of: moment),
                    Double(place - (ticks.last?.place ?? -1_000_000)) >= spacing * 0.7
                {
                    let (label, isMajor) = step.label(moment)
                    ticks.append(Tick(place: place, label: label, isMajor: isMajor))
                }
                moment = step.next(moment)
            }
        }
        if ticks.isEmpty, let first = bars.bars.first {
            let label = first.candle.openTime.compact
            ticks = [Tick(place: first.place, label: label, isMajor: true)]
        }
        self.ticks = ticks
    }
}

extension ChartBars {
    /// The time from one place to the next; of a month about so much.
    fileprivate var secondsPerPlace: Double {
        Double(interval.fixedMicroseconds ?? 2_629_746_000_000) / 1e6 * Double(joined)
    }
}

/// A distance between labels.
private enum TimeStep {
    case seconds(Int64)
    case weeks
    case months(Int)

    static let all: [TimeStep] =
        [
            1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
            86_400, 172_800,
        ].map { .seconds($0) } + [.weeks]
        + [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200].map { .months($0) }

    var seconds: Double {
        switch self {
        case .seconds(let count): Double(count)
        case .weeks: 604_800
        case .months(let count): Double(count) * 2_629_746
        }
    }

    func ceiling(_ moment: Timestamp) -> Timestamp {
        switch self {
        case .seconds(let count):
            // Every second day begins with the month.
            if count > 86_400 { return TimeStep.seconds(86_400).ceiling(moment).onOddDay }
            let step = count * 1_000_000
            let beyond = ((moment.microseconds % step) + step) % step
            return beyond == 0 ? moment : moment + (step - beyond)
        case .weeks: return Interval.week.ceiling(moment)
        case .months(let count):
            let first = Interval.month.ceiling(moment).month
            let beyond = (first.year * 12 + first.month - 1) % count
            return first.advanced(by: beyond == 0 ? 0 : count - beyond).start
        }
    }

    func next(_ moment: Timestamp) -> Timestamp {
        switch self {
        case .seconds(let count):
            count > 86_400 ? (moment + count * 1_000_000).onOddDay : moment + count * 1_000_000
        case .weeks: moment + 604_800_000_000
        case .months(let count): moment.month.advanced(by: count).start
        }
    }

    func label(_ moment: Timestamp) -> (String, isMajor: Bool) {
        let text = moment.description
        let date = moment.date
        let month = Self.monthNames[date.month - 1]
        switch self {
        case .months(let count):
            if count >= 12 { return ("\(date.year)", false) }
            return date.month == 1 ? ("\(date.year)", true) : (month, false)
        case .weeks: return ("\(date.day) \(month)", false)
        case .seconds(let count):
            if count >= 86_400 { return ("\(date.day) \(month)", date.day == 1) }
            let time = text.dropFirst(11)
            if time.hasPrefix("00:00:00") { return ("\(date.day) \(month)", true) }
            return (String(time.prefix(count < 60 ? 8 : 5)), false)
        }
    }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension Timestamp {
    /// The first day from this one on with an odd number that is no 31st.
    fileprivate var onOddDay: Timestamp {
        var moment = self
        while moment.date.day % 2 == 0 || moment.date.day == 31 {
            moment = moment + Timestamp.microsecondsPerDay
        }
        return moment
    }
}
