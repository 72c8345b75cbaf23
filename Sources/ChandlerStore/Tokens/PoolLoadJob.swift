public import ChandlerCore

/// One transaction of a pool's series: rows and everything that must move together with them.
public struct PoolLoadJob: Sendable {
    /// What is written of the rows.
    public enum Way: Sendable, Hashable {
        /// Rows are inserted, and stored ones that differ are overwritten.
        case merge
        /// Only the indicators of stored rows are written, where they differ.
        case refreshIndicators
    }

    /// The series.
    public let series: PoolSeriesID
    /// What is written of the rows.
    public let way: Way
    /// The rows, open times strictly ascending.
    public let candles: [TokenCandle]
    /// Their indicators, row by row as `candles`; `nil` stores NULL.
    public let indicators: IndicatorColumns?
    /// Rows of the aggregator that were not stored.
    public var rejects: [RejectEntry] = []
    /// The series' record afterwards; `nil` leaves it alone.
    public var record: PoolSeriesRecord?

    /// Creates a job without ledger entries; those are set afterwards.
    public init(
        series: PoolSeriesID,
        way: Way = .merge,
        candles: [TokenCandle],
        indicators: IndicatorColumns?
    ) {
        precondition(
            indicators.map { $0.count == candles.count } ?? true,
            "Invariant: indicators and candles of a job have the same rows"
        )
        self.series = series
        self.way = way
        self.candles = candles
        self.indicators = indicators
    }
}

/// What a load of a pool's candles wrote.
public struct PoolLoadResult: Sendable, Hashable {
    /// Rows that were not stored before.
    public var inserted = 0
    /// Stored rows whose candle changed.
    public var updated = 0
    /// Stored rows whose candle stayed and whose indicators changed.
    public var recomputed = 0
    /// Stored rows that stayed as they were.
    public var unchanged = 0

    /// Creates a result.
    public init(inserted: Int = 0, updated: Int = 0, recomputed: Int = 0, unchanged: Int = 0) {
        self.inserted = inserted
        self.updated = updated
        self.recomputed = recomputed
        self.unchanged = unchanged
    }
}
