/// A moment in UTC, counted in whole microseconds since 1970-01-01T00:00:00Z.
///
/// One integer unit is used from the parser to the table, so that no conversion can lose or
/// shift a candle. Leap seconds do not exist, as in PostgreSQL.
///
/// **Units:** microseconds. **Range:** years 0001 to 9999 can be parsed and printed.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before.
    public let microseconds: Int64

    /// Creates a moment from microseconds since 1970.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Creates a moment from milliseconds since 1970.
    public init(milliseconds: Int64) {
        self.microseconds = milliseconds * 1_000
    }

    /// Creates a moment from whole seconds since 1970.
    public init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    /// Midnight UTC at the beginning of a civil day.
    public init(_ date: CivilDate) {
        self.microseconds = date.daysSinceEpoch * Timestamp.microsecondsPerDay
    }

    /// Milliseconds since 1970, rounded towards the past.
    public var milliseconds: Int64 {
        floorDivide(microseconds, 1_000)
    }

    /// The civil day (UTC) this moment falls into.
    public var date: CivilDate {
        CivilDate(daysSinceEpoch: floorDivide(microseconds, Timestamp.microsecondsPerDay))
    }

    /// The calendar month (UTC) this moment falls into.
    public var month: Month {
        let date = date
        return Month(year: date.year, month: date.month)
    }

    /// Orders moments by time.
    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
        lhs.microseconds < rhs.microseconds
    }

    /// The moment this many microseconds later.
    public static func + (lhs: Timestamp, microseconds: Int64) -> Timestamp {
        Timestamp(microseconds: lhs.microseconds + microseconds)
    }

    /// The moment this many microseconds earlier.
    public static func - (lhs: Timestamp, microseconds: Int64) -> Timestamp {
        Timestamp(microseconds: lhs.microseconds - microseconds)
    }

    /// The microseconds from `rhs` to `lhs`.
    public static func - (lhs: Timestamp, rhs: Timestamp) -> Int64 {
        lhs.microseconds - rhs.microseconds
    }

    /// Microseconds in a UTC day.
    public static let microsecondsPerDay: Int64 = 86_400_000_000
}

/// Integer division that rounds towards minus infinity, as calendars need before 1970.
@inlinable
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
