package import ChandlerCore

/// What was asked for: decides for each open time whether its row is wanted.
package struct PageScope: Sendable {
    /// The series' interval.
    let interval: Interval
    /// The span that the answer is for.
    let range: TimeRange
    /// The moment up to which intervals are over.
    let closedBefore: Timestamp
    /// The last moment at which a complete candle can have opened.
    let lastComplete: Timestamp
    /// The open time just before the span, with which the page before it ended.
    private let edge: Timestamp
    /// Whether rows that were not asked for are dropped without a word.
    var dropsOthers = false

    /// Notes what was asked for.
    package init(interval: Interval, range: TimeRange, closedBefore: Timestamp) {
        self.interval = interval
        self.range = range
        self.closedBefore = closedBefore
        lastComplete = interval.advance(closedBefore, by: -1)
        edge = interval.advance(range.start, by: -1)
    }

    /// The same without what lies before a moment.
    func beginning(at start: Timestamp) -> PageScope {
        narrowed(to: TimeRange(start, range.end))
    }

    /// The same for a part of the span.
    func narrowed(to range: TimeRange) -> PageScope {
        var scope = PageScope(interval: interval, range: range, closedBefore: closedBefore)
        scope.dropsOthers = dropsOthers
        return scope
    }

    /// Where an open time on the interval's grid lies.
    @inline(__always)
    func place(of openTime: Timestamp) -> Place {
        if range.contains(openTime) { return openTime <= lastComplete ? .complete : .forming }
        if openTime == edge { return .edge }
        // Venues that ignore the end of a span send the running candle too; nothing is lost by
        // leaving it out, and nothing is wrong with it.
        if openTime <= closedBefore && openTime > lastComplete { return .forming }
        return dropsOthers ? .edge : .outside
    }

    /// Whether a row is wanted.
    enum Place {
        /// Asked for, and its interval is over.
        case complete
        /// Its interval was not over.
        case forming
        /// The last row of the page before, repeated, which was read there; or a row that the
        /// venue sends beside those asked for.
        case edge
        /// Not asked for.
        case outside
    }
}
