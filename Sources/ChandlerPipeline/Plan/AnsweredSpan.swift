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
    /// mended them. So do candles missing at the very end of the answer as long as they are
    /// younger than `settled`: they may only be late.
    ///
    /// - Parameters:
    ///   - range: The span that was asked for.
    ///   - openTimes: The candles the series now has in it, ascending.
    ///   - rejects: The rows that were not stored.
    ///   - previous: The last candle of the series before the span.
    ///   - settled: Missing candles before this moment will not come any more.
    ///   - interval: The series' interval.
    init(
        range: TimeRange,
        openTimes: [Timestamp],
        rejects: [RejectedRow],
        previous: Timestamp?,
        settled: Timestamp,
        interval: Interval
    ) {
        let lastClose = openTimes.last.map { interval.close(of: $0) } ?? range.start
        let end = range.end <= settled ? range.end : max(lastClose, min(range.end, settled))
        let known = TimeRange(range.start, max(range.start, interval.floor(end)))
        var excluded = rejects.compactMap(\.openTime).map {
            TimeRange(interval.floor($0), interval.close(of: interval.floor($0)))
        }
        var asked = known
        if rejects.contains(where: { $0.openTime == nil }) {
            // A row whose time could not be read may be any of the missing ones.
            asked = TimeRange(range.start, range.start)
            excluded = []
        }
        let slots = openTimes.map { TimeRange($0, interval.close(of: $0)) }
        let holes = Coverage(excluded).missing(in: asked)
        let covered = Coverage(holes + (asked.isEmpty ? slots : []))
        self.covered = covered
        let found = GapFinder.gaps(
            openTimes: openTimes,
            previous: previous.map { max($0, interval.advance(range.start, by: -1)) },
            end: known.end,
            interval: interval,
            status: .confirmed
        )
        gaps = found.flatMap { gap in
            Coverage(covered.covered(in: gap.range)).ranges.map {
                Gap(range: $0, missing: interval.count(in: $0), status: .confirmed)
            }
        }
    }
}
