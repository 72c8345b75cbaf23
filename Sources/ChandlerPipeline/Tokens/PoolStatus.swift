public import ChandlerCore
public import ChandlerStore

/// How complete the stored candles of a pool are.
public struct PoolStatus: Sendable {
    /// The series.
    public let series: PoolSeriesID
    /// From the first candle to the end of the last one.
    public let range: TimeRange
    /// The open time of the last stored candle.
    public let watermark: Timestamp
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
        let span = TimeRange(first, series.interval.close(of: last))
        self.init(record, stored: try await lane.candleCount(of: series, in: span))
    }

    /// Tells the status from the ledger; `nil` when nothing of the series is stored.
    public init?(_ ledger: PoolLedger) {
        self.init(ledger.record, stored: ledger.stored)
    }

    private init?(_ record: PoolSeriesRecord, stored: Int) {
        guard let first = record.firstOpenTime, let last = record.watermark else { return nil }
        let interval = record.series.interval
        range = TimeRange(first, interval.close(of: last))
        watermark = last
        self.stored = stored
        let answered = record.coverage.covered(in: range).reduce(0) {
            $0 + interval.count(in: $1)
        }
        series = record.series
        silent = max(0, answered - stored)
        unasked = interval.count(in: range) - answered
        indicators = record.indicators.count
        isStale = record.isStale
    }
}

extension PoolStatus {
    /// The share of the span that the aggregator answered for, in hundredths of a percent.
    ///
    /// Cut, never rounded up. A pool without trades has no candle, and nothing is missing then.
    public var completeness: Int? {
        let room = series.interval.count(in: range)
        return room > 0 ? (room - unasked) * 10_000 / room : nil
    }

    /// How far the last candle's end is in the past.
    public func lag(at now: Timestamp) -> SeriesLag {
        SeriesLag(watermark, series.interval, at: now)
    }
}
