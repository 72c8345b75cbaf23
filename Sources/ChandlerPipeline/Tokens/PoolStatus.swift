public import ChandlerCore
public import ChandlerStore

/// How complete the stored candles of a pool are.
public struct PoolStatus: Sendable {
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

    /// Reads the status of a series; `nil` when nothing of it is stored.
    public init?(_ series: PoolSeriesID, _ lane: StoreLane) async throws {
        guard let record = try await lane.record(of: series), let first = record.firstOpenTime,
            let last = record.watermark
        else { return nil }
        let interval = series.interval
        range = TimeRange(first, interval.close(of: last))
        stored = try await lane.candleCount(of: series, in: range)
        let answered = record.coverage.covered(in: range).reduce(0) {
            $0 + interval.count(in: $1)
        }
        self.series = series
        silent = max(0, answered - stored)
        unasked = interval.count(in: range) - answered
        indicators = record.indicators.count
        isStale = record.isStale
    }
}
