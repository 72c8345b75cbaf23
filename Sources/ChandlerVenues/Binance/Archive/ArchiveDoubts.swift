import ChandlerCore

/// The parts of a file's span for which REST is asked as well.
///
/// They are the holes that the calendar shows, each with a candle on either side, so that the two
/// sources are compared where they meet; and, at the end of a run of files, its last candles.
struct ArchiveDoubts: Equatable {
    /// On the interval's grid, ascending and disjoint.
    let ranges: [TimeRange]

    /// Finds the holes.
    ///
    /// - Parameters:
    ///   - candles: What the file has of `wanted`.
    ///   - wanted: The span that is to be complete.
    ///   - interval: The series' interval.
    ///   - checksEnd: Whether the last page of candles is to be compared.
    ///   - pageSize: The most candles of one answer over REST; what lies closer is asked for at
    ///     once, and where it costs no more all of `wanted` is.
    init(
        _ candles: [Candle],
        in wanted: TimeRange,
        interval: Interval,
        checksEnd: Bool,
        pageSize: Int
    ) {
        let first = interval.ceiling(wanted.start)
        var spans = GapFinder.gaps(
            openTimes: candles.lazy.map(\.openTime),
            previous: interval.advance(first, by: -1),
            end: interval.ceiling(wanted.end),
            interval: interval,
            status: .open
        ).map { gap in
            TimeRange(
                max(wanted.start, interval.advance(gap.range.start, by: -1)),
                min(wanted.end, interval.advance(gap.range.end, by: 1))
            )
        }
        if checksEnd {
            let start = interval.advance(interval.ceiling(wanted.end), by: -pageSize)
            spans.append(TimeRange(max(wanted.start, start), wanted.end))
        }
        let joined = spans.reduce(into: [TimeRange]()) { joined, span in
            guard let last = joined.last,
                span.start <= interval.advance(last.start, by: pageSize)
            else { return joined.append(span) }
            joined[joined.count - 1] = TimeRange(last.start, max(last.end, span.end))
        }
        func pages(_ range: TimeRange) -> Int {
            (interval.count(in: range) + pageSize - 1) / pageSize
        }
        let cost = joined.reduce(0) { $0 + pages($1) }
        ranges = cost >= pages(wanted) && cost > 0 ? [wanted] : joined
    }
}
