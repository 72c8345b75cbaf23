import ChandlerCore

/// The open times that a series can have, counted without listing them.
struct CandleGrid {
    let interval: Interval
    /// A candle that exists: the 3-day grid is the venue's own.
    let anchor: Timestamp

    /// How many candles open in a span, whose ends may be off the grid.
    func opens(in span: TimeRange) -> Int {
        guard !span.isEmpty else { return 0 }
        guard let length = interval.fixedMicroseconds else {
            return interval.count(in: TimeRange(interval.ceiling(span.start), span.end))
        }
        return Int(steps(to: span.end, length) - steps(to: span.start, length))
    }

    /// The number of the first open time at or after a moment, from the anchor.
    private func steps(to moment: Timestamp, _ length: Int64) -> Int64 {
        let distance = moment - anchor
        let quotient = distance / length
        return distance % length > 0 ? quotient + 1 : quotient
    }
}
