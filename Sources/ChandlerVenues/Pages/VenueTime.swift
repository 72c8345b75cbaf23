import ChandlerCore

/// Times as venues send them: whole milliseconds or microseconds since 1970, by magnitude.
enum VenueTime {
    /// From this magnitude on a number counts microseconds: as milliseconds it would be beyond the
    /// year 5138, as microseconds the one before it would be in early 1973.
    static let microsecondsFrom: UInt64 = 100_000_000_000_000

    /// The years 0001 to 9999.
    static let microseconds: ClosedRange<Int64> =
        -62_135_596_800_000_000...253_402_300_799_999_999

    /// The first moment that is not in the years 0001 to 9999.
    static let end = Timestamp(microseconds: microseconds.upperBound + 1)

    /// A moment, or `nil` outside the years 0001 to 9999.
    @inline(__always)
    static func timestamp(_ value: Int64) -> Timestamp? {
        let isFine = value.magnitude >= microsecondsFrom
        let moment = Timestamp(microseconds: isFine ? value : value * 1_000)
        return microseconds.contains(moment.microseconds) ? moment : nil
    }

    /// The unit of a number: what must be added to a close time that names the last moment inside.
    @inline(__always)
    static func unit(_ value: Int64) -> Int64 {
        value.magnitude >= microsecondsFrom ? 1 : 1_000
    }
}
