import ChandlerCore

/// What was asked for: decides for each open time whether its row is wanted.
struct TokenRowScope: Sendable {
    let interval: Interval
    /// The span that the answer is for.
    let range: TimeRange
    /// The moment up to which intervals are over.
    let closedBefore: Timestamp
    /// Whether a row that opens off the grid is unfinished, not broken.
    var formsOffGrid = false
    /// Whether rows after the span are a fault, not a habit.
    var rejectsNewer = false

    /// Where an open time lies.
    func place(of open: Timestamp) -> Place {
        if open < range.start { return .older }
        if formsOffGrid && !interval.isAligned(open) { return .forming }
        if open > interval.ceiling(range.end) { return .newer }
        if interval.close(of: open) > closedBefore || open >= range.end { return .forming }
        return .inside
    }

    /// Whether a row is wanted.
    enum Place {
        /// Before the span.
        case older
        /// Asked for, and its interval is over.
        case inside
        /// Its interval was not over, or it only touches the end of the span.
        case forming
        /// After the span.
        case newer
    }
}
