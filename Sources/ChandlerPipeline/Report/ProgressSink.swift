public import ChandlerCore

/// Whoever shows a person how far a run is; called often, from any task.
public protocol ProgressSink: Sendable {
    /// A series begins; `expected` candles may come.
    func began(_ series: SeriesID, range: TimeRange, expected: Int)
    /// Candles arrived and were parsed, up to a moment.
    func fetched(_ series: SeriesID, _ count: Int, upTo: Timestamp)
    /// Rows were committed.
    func loaded(_ series: SeriesID, _ count: Int)
    /// Stored indicators were recomputed.
    func recomputed(_ series: SeriesID, _ count: Int)
}
