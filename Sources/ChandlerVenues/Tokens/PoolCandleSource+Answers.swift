import ChandlerCore

extension PoolCandleSource {
    /// The error to report for an interval that is not served.
    func unknownInterval(_ task: String, _ interval: Interval) -> VenueError {
        VenueError(
            .unknownInterval,
            "\(task): \(venue) has no candles of \(interval.rawValue); intervals there are: "
                + intervals.map(\.rawValue).joined(separator: " ")
        )
    }
}

extension Interval {
    /// The first open time that surely is served where a source promises to reach so many
    /// microseconds back.
    func firstServed(within reach: Int64, before now: Timestamp) -> Timestamp {
        // One candle less than promised, since another may complete meanwhile.
        advance(ceiling(now - reach), by: 1)
    }
}

extension TokenRows {
    /// The page of a span whose rows these are.
    func page(of range: TimeRange, _ origin: PageOrigin) -> TokenCandlePage {
        TokenCandlePage(range: range, candles: candles, rejected: rejected, origin: origin)
    }
}
