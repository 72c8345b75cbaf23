package import ChandlerCore

/// The rows of one answer, checked and in order.
package struct ParsedPage: Sendable {
    /// Complete candles, open times strictly ascending, inside the asked range.
    package var candles: [Candle] = []
    /// Rows that broke a rule.
    var rejected: [RejectedRow] = []
    /// What was put right without loss.
    var notes = PageNotes()
    /// How many rows were sent.
    var rows = 0
    /// The latest open time of any row inside the asked range, stored or not.
    var latestOpen: Timestamp?
    /// Rejected rows of which it is not known where on the grid they belong.
    var unplaced = 0

    /// The open time after the last row, where complete candles could follow up to `lastOpen`.
    ///
    /// `nil` for an answer without rows, which says that there is nothing, and for one with rows
    /// that cannot be placed, which would only be sent and rejected again.
    func unansweredStart(_ scope: PageScope, lastOpen: Timestamp) -> Timestamp? {
        guard unplaced == 0, let latestOpen else { return nil }
        let next = scope.interval.close(of: latestOpen)
        return next <= min(lastOpen, scope.lastComplete) ? next : nil
    }

    /// The earliest open time of a row that the venue itself calls incomplete.
    var earliestForming: Timestamp?

    /// The earliest open time of any row, complete, forming or broken.
    var earliestOpen: Timestamp? {
        let others = rejected.compactMap(\.openTime) + [earliestForming].compactMap { $0 }
        return (others + [candles.first?.openTime].compactMap { $0 }).min()
    }

    /// Adds the rows of an answer for what came before.
    mutating func prepend(_ earlier: ParsedPage) {
        let latest = latestOpen
        var joined = earlier
        joined.append(self)
        joined.latestOpen = latest ?? earlier.latestOpen
        self = joined
    }

    /// Adds the rows of a later answer, all of which open after those here.
    mutating func append(_ later: ParsedPage) {
        candles += later.candles
        rejected += later.rejected
        notes.reordered += later.notes.reordered
        notes.duplicates += later.notes.duplicates
        notes.corrected += later.notes.corrected
        notes.forming += later.notes.forming
        rows += later.rows
        unplaced += later.unplaced
        latestOpen = later.latestOpen ?? latestOpen
    }
}

/// What was put right in an answer; nothing of it lost a candle.
struct PageNotes: Sendable, Hashable {
    /// Rows that came after a row with a later open time; they were sorted in.
    var reordered = 0
    /// Rows that repeated an earlier row exactly; one of each was kept.
    var duplicates = 0
    /// Rows that took the place of an earlier one with the same open time.
    var corrected = 0
    /// Rows whose interval was not over; they were left out.
    var forming = 0
}
