public import ChandlerCore

/// What a run would fetch and load of a series, told from the ledger.
///
/// Where a venue's history of the series begins is only known where something is stored: until then
/// everything from the first moment wanted is counted.
public struct SeriesPlan: Sendable, Hashable {
    /// The series.
    public let series: SeriesID
    /// The span that is wanted, clipped to complete candles; `nil` where none is complete.
    public let wanted: TimeRange?
    /// The open time of the last stored candle; `nil` where nothing is stored.
    public let watermark: Timestamp?
    /// The spans that would be asked for, ascending.
    public let ranges: [TimeRange]
    /// Candles that they have room for.
    public let candles: Int
    /// Those of them that the venue has not answered for.
    public let newCandles: Int
    /// The months that would be written to, ascending.
    public let months: [Month]
    /// Those of them that would be made.
    public let newMonths: [Month]
    /// The months of the span that are archived and would be left alone, ascending.
    public let archivedMonths: [Month]
    /// Candles that a dataset of the span has room for.
    public let datasetCandles: Int
}
