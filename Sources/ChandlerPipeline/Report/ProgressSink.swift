/// Whoever shows a person how far a run is; called often, from any task.
public protocol ProgressSink: Sendable {
    /// A span of a series begins, which is named as people read it; `expected` candles may come.
    func began(_ series: String, expected: Int)
    /// Candles arrived and were parsed.
    func fetched(_ count: Int)
    /// Rows were committed.
    func loaded(_ count: Int)
    /// Stored indicators were recomputed.
    func recomputed(_ count: Int)
}
