public import ChandlerCore

/// How long rows of a table are kept.
public enum RetentionSpan: Sendable, Hashable, CustomStringConvertible {
    /// They are never removed.
    case forever
    /// So many times 24 hours.
    case days(Int)
    /// So many calendar months.
    case months(Int)

    /// Reads `400d`, `12w`, `3mo`, `2y` or `forever`; `nil` for anything else.
    public init?(_ text: String) {
        if text == "forever" {
            self = .forever
            return
        }
        guard let match = text.wholeMatch(of: /([1-9][0-9]{0,5})(d|w|mo|y)/),
            let count = Int(match.1)
        else { return nil }
        switch match.2 {
        case "d": self = .days(count)
        case "w": self = .days(7 * count)
        case "mo": self = .months(count)
        default: self = .months(12 * count)
        }
    }

    /// Such as `2y`, `3mo` or `90d`.
    public var description: String {
        switch self {
        case .forever: "forever"
        case .days(let count): "\(count)d"
        case .months(let count): count % 12 == 0 ? "\(count / 12)y" : "\(count)mo"
        }
    }

    /// The first moment that is kept; `nil` where everything is.
    ///
    /// A day that the earlier month does not have is its last one.
    public func cutoff(at now: Timestamp) -> Timestamp? {
        switch self {
        case .forever: return nil
        case .days(let count):
            return now - Int64(count) * Timestamp.microsecondsPerDay
        case .months(let count):
            let inDay = now - Timestamp(now.date)
            let month = now.month.advanced(by: -count)
            let last = CivilDate.days(inMonth: month.month, year: month.year)
            let day = CivilDate(
                year: month.year,
                month: month.month,
                day: min(now.date.day, last)
            )
            return day.map { Timestamp($0) + inDay }
        }
    }
}
