public import ChandlerCore
public import ChandlerStore

/// How complete a stored series is, told from the ledger without reading the rows.
public struct SeriesStatus: Sendable {
    /// The series.
    public let series: SeriesID
    /// From the first candle to the end of the last one.
    public let range: TimeRange
    /// The open time of the last stored candle.
    public let watermark: Timestamp
    /// Candles that the span has room for.
    public let expected: Int
    /// Candles that are stored, in the table.
    public let stored: Int
    /// Candles that are in an archive.
    public let archived: Int
    /// The archived months of the span, ascending.
    public let archivedMonths: [Month]
    /// Gaps that were not fetched yet.
    public let gapsOpen: Int
    /// Gaps the venue has no candles for.
    public let gapsConfirmed: Int
    /// How many indicators are stored with each candle.
    public let indicators: Int
    /// From here on, indicators await recomputation.
    public let staleFrom: Timestamp?

    /// Reads the status of a series; `nil` when nothing of it is stored.
    public init?(_ series: SeriesID, _ lane: StoreLane) async throws {
        guard let record = try await lane.record(of: series) else { return nil }
        let interval = series.interval
        let range = TimeRange(record.firstOpenTime, interval.close(of: record.watermark))
        let gaps = try await lane.gaps(
            of: series,
            in: TimeRange(
                range.start,
                max(range.end, record.askedUntil, record.coverage.ranges.last?.end ?? range.end)
            )
        )
        let missing = gaps.reduce(0) { sum, gap in
            sum + (gap.range.intersection(range).map { interval.count(in: $0) } ?? 0)
        }
        self.series = series
        self.range = range
        watermark = record.watermark
        expected = interval.count(in: range)
        let archive = try await ArchivedMonths(lane).within(range)
        archivedMonths = archive.months
        archived = try await archive.candles(of: record, in: range, lane)
        stored =
            expected - missing - (try await lane.rejectedCount(of: series, in: range)) - archived
        gapsOpen = gaps.count { $0.status == .open }
        gapsConfirmed = gaps.count { $0.status == .confirmed }
        indicators = record.indicators.count
        staleFrom = record.staleFrom
    }
}
