/// One of the five fields.
enum CronUnit: Sendable {
    case minute, hour, day, month, weekday

    /// What may stand in the field; weekdays begin with Sunday.
    var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .day: 1...31
        case .month: 1...12
        case .weekday: 0...6
        }
    }

    /// What may be written; 7 is Sunday too.
    var writable: ClosedRange<Int> { self == .weekday ? 0...7 : range }

    /// What the field is called.
    var label: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .day: "day"
        case .month: "month"
        case .weekday: "weekday"
        }
    }

    /// The names of its values, from the lowest one.
    var names: [String] {
        switch self {
        case .month:
            ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        case .weekday: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        default: []
        }
    }

    /// What is expected, for messages.
    var expected: String {
        let numbers = "\(writable.lowerBound) to \(writable.upperBound)"
        guard let first = names.first, let last = names.last else { return numbers }
        return "\(numbers) or \(first) to \(last)"
    }
}
