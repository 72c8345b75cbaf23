import ChandlerCore

/// What an answer settles about its span: which parts are known, and what is missing in them.
struct AnsweredSpan {
    /// The parts of the span that need not be asked for again.
    let covered: Coverage
    /// Missing candles the venue was asked for and does not have.
    let gaps: [Gap]

    /// Draws the conclusions from one answer.
    ///
    /// Rejected rows stay uncovered, so that the next run asks for them again: the venue may have
    /// mended them. So do missing candles younger than `settled`: they may only be late.
    ///
    /// - Parameters:
    ///   - range: The span that was asked for.
    ///   - openTimes: The candles the series now has in it, ascending.
    ///   - rejects: The rows that were not stored.
    ///   - previous: The last candle of the series before the span.
    ///   - settled: Candles missing before this moment will not come any more.
    ///   - interval: The series' interval.
    ///   - before: What was known before: a gap there stays one, whatever this answer says.
    ///   - reason: What a missing candle means at the venue.
    init(
        range: TimeRange,
        openTimes: [Timestamp],
        rejects: [RejectedRow],
        previous: Timestamp?,
        settled: Timestamp,
        interval: Interval,
        known before: Coverage = Coverage(),
        missing reason: MissingCandle = .outage
    ) {
        let known = AnsweredSpan.known(range, rejects, settled: settled, interval)
        let rejected = AnsweredSpan.slots(rejects, without: openTimes, interval)
        let holes = rejected.missing(in: known)
        // Candles inside what is known anyway need no mention of their own.
        let others = rejected.isEmpty ? openTimes.drop { $0 < known.end } : openTimes[...]
        let covered = Coverage(holes + others.map { TimeRange($0, interval.close(of: $0)) })
        self.covered = covered
        let answered = Coverage(covered.ranges + before.ranges)
        gaps = GapFinder.gaps(
            openTimes: openTimes,
            previous: previous.map {
                max($0, interval.advance(interval.ceiling(range.start), by: -1))
            },
            end: interval.ceiling(range.end),
            interval: interval,
            status: .confirmed
        ).flatMap { gap in
            answered.covered(in: gap.range).map {
                Gap(
                    range: $0,
                    missing: interval.count(in: $0),
                    status: .confirmed,
                    reason: reason
                )
            }
        }
    }

    /// The part of the span in which what is missing will not come any more.
    private static func known(
        _ range: TimeRange,
        _ rejects: [RejectedRow],
        settled: Timestamp,
        _ interval: Interval
    ) -> TimeRange {
        // A row whose time could not be read may be any of the missing ones.
        if rejects.contains(where: { $0.openTime == nil }) {
            return TimeRange(range.start, range.start)
        }
        // A 3-day candle that opens before a midnight may close two days after it.
        let settled =
            interval == .threeDays ? settled - 2 * Timestamp.microsecondsPerDay : settled
        // A week that opens before the end of a month ends after it.
        let end =
            range.end <= settled
            ? interval.ceiling(range.end) : interval.floor(min(range.end, settled))
        return TimeRange(range.start, max(range.start, end))
    }

    /// The places of rejected rows at which no candle is stored.
    private static func slots(
        _ rejects: [RejectedRow],
        without openTimes: [Timestamp],
        _ interval: Interval
    ) -> Coverage {
        if rejects.isEmpty { return Coverage() }
        let present = Set(openTimes)
        return Coverage(
            rejects.compactMap(\.openTime).map { interval.floor($0) }
                .filter { !present.contains($0) }
                .map { TimeRange($0, interval.close(of: $0)) }
        )
    }
}
