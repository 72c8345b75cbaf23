public import ChandlerCore
public import ChandlerIndicators

/// What to ingest of a series, which is named by a `SeriesID` or a `PoolSeriesID`.
public struct IngestOptions<Series: Sendable>: Sendable {
    /// The series.
    public let series: Series
    /// The first moment wanted.
    public let from: Timestamp
    /// The first moment not wanted any more; `nil` for all that is complete.
    public let to: Timestamp?
    /// The indicators stored with each candle.
    public let indicators: IndicatorSet
    /// How many stored candles up to the watermark are read again.
    public let overlap: Int
    /// Whether to read all of the span again.
    public let refetch: Bool
    /// Whether to rewrite stored indicators when the set has changed.
    public let recompute: Bool

    /// Creates options.
    public init(
        series: Series,
        from: Timestamp,
        to: Timestamp?,
        indicators: IndicatorSet,
        overlap: Int = 3,
        refetch: Bool = false,
        recompute: Bool = false
    ) {
        self.series = series
        self.from = from
        self.to = to
        self.indicators = indicators
        self.overlap = overlap
        self.refetch = refetch
        self.recompute = recompute
    }
}
