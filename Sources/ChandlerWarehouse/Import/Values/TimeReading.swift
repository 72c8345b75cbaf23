import ChandlerCore

/// Reads times as older systems write them.
///
/// ISO 8601 with or without zone, and counts since 1970 whose unit is known by their size: seconds,
/// milliseconds, microseconds or nanoseconds between the years 1973 and 2200. What lies between is
/// refused: `20240301` is a date without its hyphens, not a day in 1970.
struct TimeReading {
    private var zone: LocalZone
    /// The years that partitions are made for.
    static let partitionYears = 1970...2261

    init(_ zone: LocalZone) {
        self.zone = zone
    }

    /// A time in microseconds since 1970 UTC.
    mutating func timestamp(_ bytes: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Int64 {
        var scan = TimeScan(bytes)
        guard let day = scan.day() else { return try TimeReading.epoch(bytes) }
        guard let date = CivilDate(year: day.year, month: day.month, day: day.day), day.year > 0
        else { throw .type(bytes, "a day that the calendar has") }
        let midnight = date.daysSinceEpoch * Timestamp.microsecondsPerDay
        if scan.isAtEnd { return try local(midnight, bytes) }
        guard scan.skipSeparator(), let time = scan.timeOfDay() else {
            throw .type(bytes, "a time such as 2024-03-01T12:00:00Z")
        }
        if scan.hasNanoseconds { throw .range(bytes, "is finer than a microsecond") }
        if scan.isAtEnd { return try local(midnight + time, bytes) }
        guard let offset = scan.offset(), scan.isAtEnd else {
            throw .type(bytes, "a time such as 2024-03-01T12:00:00Z")
        }
        return midnight + time - offset
    }

    /// A day in days since 1970; a time is one only at midnight.
    static func date(_ bytes: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Int64 {
        var scan = TimeScan(bytes)
        guard let day = scan.day(), day.year > 0,
            let date = CivilDate(year: day.year, month: day.month, day: day.day)
        else { throw .type(bytes, "a day such as 2024-03-01") }
        if !scan.isAtEnd {
            guard scan.skipSeparator(), scan.timeOfDay() == 0, !scan.hasNanoseconds,
                scan.isAtEnd || scan.offset() == 0, scan.isAtEnd
            else { throw .type(bytes, "a day such as 2024-03-01, without a time") }
        }
        return date.daysSinceEpoch
    }

    private mutating func local(
        _ clock: Int64,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(ValueFault) -> Int64 {
        switch zone.moment(clock) {
        case .one(let moment): return moment
        case .none: throw .range(bytes, "is a time that clocks in \(zone.name) skipped")
        case .two:
            throw .range(
                bytes,
                "is a time that clocks in \(zone.name) showed twice; write it with its offset"
            )
        }
    }

    private static func epoch(_ bytes: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Int64 {
        let isPlain = bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }
        guard isPlain, let text = DecimalText(bytes) else {
            throw .type(bytes, "a time such as 2024-03-01T12:00:00Z or 1709294400")
        }
        let whole = bytes.prefix { $0 != 0x2E }
        // Ten digits begin in 2001, nine in 1973; each unit has three more.
        let scale =
            switch whole.count {
            case 9, 10: 6
            case 12, 13: 3
            case 15, 16: 0
            case 18, 19: -3
            default: throw .type(bytes, "a time; \(whole.count) digits are no count since 1970")
            }
        guard let units = text.units(scale: scale) else {
            throw .range(bytes, "is finer than a microsecond")
        }
        // 1973-03-03T09:46:40Z and 2200-01-01.
        guard units >= 100_000_000_000_000, units < 7_258_118_400_000_000 else {
            throw .range(bytes, "is no count since 1970 between the years 1973 and 2200")
        }
        return Int64(truncatingIfNeeded: units)
    }
}
