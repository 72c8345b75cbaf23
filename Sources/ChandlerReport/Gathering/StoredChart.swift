public import ChandlerCore

/// The last stored candles of a series with some of their indicators.
public struct StoredChart: Sendable {
    /// The series.
    public let series: SeriesID
    /// The candles, ascending.
    public let candles: [Candle]
    /// What is drawn over the candles.
    public let overlays: [ChartSeries]
    /// What is drawn below them.
    public let panels: [ChartPanel]
}
