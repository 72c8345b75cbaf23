/// A calendar month in UTC: the span of one partition and of one dataset file.
public struct Month: Sendable, Hashable, Comparable {
    /// The year.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int

    /// Creates a month; `month` must be 1 to 12.
    public init(year: Int, month: Int) {
        precondition((1...12).contains(month), "Invariant: a month is 1 to 12, was \(month)")
        self.year = year
        self.month = month
    }

    /// The first moment of the month.
    public var start: Timestamp {
        guard let date = CivilDate(year: year, month: month, day: 1) else {
            preconditionFailure("Invariant: every month has a first day")
        }
        return Timestamp(date)
    }

    /// The first moment of the month after.
    public var end: Timestamp { next.start }

    /// Everything in the month: start included, end excluded.
    public var range: TimeRange { TimeRange(start, end) }

    /// The month after this one.
    public var next: Month {
        month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1)
    }

    /// The month `count` months later, or earlier when negative.
    public func advanced(by count: Int) -> Month {
        let index = year * 12 + month - 1 + count
        return Month(year: index / 12, month: index % 12 + 1)
    }

    /// Orders months by time.
    public static func < (lhs: Month, rhs: Month) -> Bool {
        (lhs.year, lhs.month) < (rhs.year, rhs.month)
    }

    /// The name used in partitions, such as `y2024m03`.
    public var partitionSuffix: String { "y\(padded(year, 4))m\(padded(month, 2))" }

    /// The name used in dataset files, such as `2024-03`.
    public var dashed: String { "\(padded(year, 4))-\(padded(month, 2))" }
}

/// Writes an integer with leading zeros.
func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
