/// A span of a series in which candles were expected and none are stored.
public struct Gap: Sendable, Hashable {
    /// Whether the venue has been asked.
    public enum Status: String, Sendable, Hashable {
        /// Not fetched yet.
        case open
        /// The venue was asked and has no candle there.
        case confirmed
    }

    /// From the first missing open time to the end of the last missing candle.
    public let range: TimeRange
    /// The number of missing candles.
    public let missing: Int
    /// Whether the venue has been asked.
    public let status: Status

    /// What it means at the venue that candles are missing; `nil` while the venue was not asked.
    public let reason: MissingCandle?

    /// Creates a gap; an open one has no reason.
    public init(
        range: TimeRange,
        missing: Int,
        status: Status,
        reason: MissingCandle? = .outage
    ) {
        self.range = range
        self.missing = missing
        self.status = status
        self.reason = status == .confirmed ? reason : nil
    }
}

extension Gap {
    /// The gap with its part before a moment, from which on the venue serves candles, set apart.
    public func split(at served: Timestamp?, interval: Interval) -> [Gap] {
        guard status == .confirmed, let served, range.start < served else { return [self] }
        let bounds = [
            (TimeRange(range.start, min(served, range.end)), MissingCandle.unserved),
            (TimeRange(min(served, range.end), range.end), reason),
        ]
        return bounds.filter { !$0.0.isEmpty }.map { range, reason in
            Gap(
                range: range,
                missing: interval.count(in: range),
                status: status,
                reason: reason
            )
        }
    }
}

/// Finds the spans between candles that a series should have filled.
public enum GapFinder {
    /// The gaps before, between and after candles, ascending.
    ///
    /// - Parameters:
    ///   - openTimes: Open times that exist, strictly ascending, on the interval's grid.
    ///   - previous: The last candle before `openTimes`, when there is one: without it, what lies
    ///     before the first candle is history the venue never had, not a gap.
    ///   - end: The end of the span that was asked for, when candles are expected up to it.
    ///   - interval: The series' interval.
    ///   - status: What is known of the span.
    /// - Returns: The gaps, each with its number of missing candles.
    public static func gaps(
        openTimes: some Collection<Timestamp>,
        previous: Timestamp?,
        end: Timestamp?,
        interval: Interval,
        status: Gap.Status
    ) -> [Gap] {
        var gaps: [Gap] = []
        var last = previous
        for openTime in openTimes {
            if let last { append(from: interval.close(of: last), to: openTime) }
            last = openTime
        }
        if let last, let end { append(from: interval.close(of: last), to: end) }
        return gaps

        func append(from start: Timestamp, to end: Timestamp) {
            let missing = start < end ? interval.count(in: TimeRange(start, end)) : 0
            // A 3-day candle may be asked for in days: less than one interval is no gap.
            guard missing > 0, interval.close(of: start) <= end else { return }
            gaps.append(Gap(range: TimeRange(start, end), missing: missing, status: status))
        }
    }
}
