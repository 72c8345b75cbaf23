/// Candles of one series, open times strictly ascending, that are loaded together.
public struct CandleBatch: Sendable {
    /// The series all candles belong to.
    public let series: SeriesID
    /// The span the venue was asked for; it may hold fewer candles than its grid.
    public let range: TimeRange
    /// The candles, open times strictly ascending and inside `range`.
    public let candles: [Candle]

    /// Creates a batch.
    ///
    /// - Precondition: open times are strictly ascending and inside `range`.
    public init(series: SeriesID, range: TimeRange, candles: [Candle]) {
        for index in candles.indices.dropFirst() {
            precondition(
                candles[index - 1].openTime < candles[index].openTime,
                "Invariant: open times of a batch ascend"
            )
        }
        if let first = candles.first, let last = candles.last {
            precondition(
                range.contains(first.openTime) && range.contains(last.openTime),
                "Invariant: candles of a batch lie inside its range"
            )
        }
        self.series = series
        self.range = range
        self.candles = candles
    }
}
