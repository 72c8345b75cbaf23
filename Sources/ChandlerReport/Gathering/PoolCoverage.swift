public import ChandlerCore
import ChandlerStore

/// How complete the candles of a pool are; one without trades has no candle, and none is missing.
public struct PoolCoverage: Sendable, Hashable {
    /// The series.
    public let series: PoolSeriesID
    /// From the first candle to the end of the last one.
    public let range: TimeRange
    /// Candles that are stored.
    public let stored: Int
    /// Intervals of the span that the aggregator answered for and that have no candle.
    public let silent: Int
    /// Intervals of the span that were never answered for.
    public let unasked: Int
    /// How many indicators are stored with each candle.
    public let indicators: Int
    /// Whether indicators await recomputation.
    public let isStale: Bool

    /// Intervals that the span has room for.
    public var expected: Int { series.interval.count(in: range) }

    /// Tells it from the ledger; `nil` where no candle is stored.
    init?(_ ledger: PoolLedger) {
        let record = ledger.record
        guard let first = record.firstOpenTime, let last = record.watermark else { return nil }
        let interval = record.series.interval
        let range = TimeRange(first, interval.close(of: last))
        let answered = record.coverage.covered(in: range).reduce(0) {
            $0 + interval.count(in: $1)
        }
        series = record.series
        self.range = range
        stored = ledger.stored
        silent = max(0, answered - ledger.stored)
        unasked = max(0, interval.count(in: range) - answered)
        indicators = record.indicators.count
        isStale = record.isStale
    }
}
