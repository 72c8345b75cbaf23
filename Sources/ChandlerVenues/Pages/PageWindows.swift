import ChandlerCore

/// Cuts a span into windows of at most `size` candles; lazy, so that its length costs no memory.
///
/// The windows touch and cover the span exactly; every inner boundary is on the interval's grid.
/// A span in which no candle can open has none. The grid of the 3-day candle is the venue's own,
/// but any `size` times three days hold `size` of them at most.
struct PageWindows: Sequence, Sendable {
    let range: TimeRange
    let interval: Interval
    let size: Int

    /// Cuts a span.
    init(_ range: TimeRange, interval: Interval, size: Int) {
        precondition(size > 0, "Invariant: a window holds a candle")
        self.range = range
        self.interval = interval
        self.size = size
    }

    /// Begins with the first window.
    func makeIterator() -> Iterator {
        Iterator(windows: self, position: range.start)
    }

    /// Delivers the windows.
    struct Iterator: IteratorProtocol {
        let windows: PageWindows
        var position: Timestamp

        /// The next window.
        mutating func next() -> PageWindow? {
            let interval = windows.interval
            let first = interval.ceiling(position)
            guard first < windows.range.end else { return nil }
            let end = Swift.min(
                windows.range.end,
                interval.advance(first, by: windows.size)
            )
            let window = PageWindow(
                range: TimeRange(position, end),
                firstOpen: first,
                lastOpen: interval.floor(end - 1)
            )
            position = end
            return window
        }
    }
}

/// One span to ask for.
struct PageWindow: Sendable, Hashable {
    /// The span that the page answers for.
    let range: TimeRange
    /// The first moment in it at which a candle can open.
    let firstOpen: Timestamp
    /// The last moment in it at which a candle can open.
    let lastOpen: Timestamp
}
