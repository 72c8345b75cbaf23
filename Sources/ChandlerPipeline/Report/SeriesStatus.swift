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
    /// Candles of the span that are missing in all gaps.
    public let missing: Int
    /// Candles of the span that were refused and are still not stored.
    public let rejected: Int
    /// How many indicators are stored with each candle.
    public let indicators: Int
    /// From here on, indicators await recomputation.
    public let staleFrom: Timestamp?

    /// Reads the status of a series; `nil` when nothing of it is stored.
    public init?(_ series: SeriesID, _ lane: StoreLane) async throws {
        guard let ledger = try await lane.seriesLedgers(series).first else { return nil }
        self.init(ledger, try await ArchivedMonths(lane))
    }

    /// Reads the status of every stored series at once, by venue, symbol and interval.
    ///
    /// - Parameters:
    ///   - ledgers: What the ledger holds of the series.
    ///   - lane: Where the archived months are asked for.
    /// - Returns: The status of each, in the same order.
    /// - Throws: `StoreError` where the server refuses.
    public static func all(
        _ ledgers: [SeriesLedger],
        _ lane: StoreLane
    ) async throws -> [SeriesStatus] {
        let archive = try await ArchivedMonths(lane)
        return ledgers.map { SeriesStatus($0, archive) }
    }

    init(_ ledger: SeriesLedger, _ archive: ArchivedMonths) {
        let record = ledger.record
        let interval = record.series.interval
        let span = ledger.span
        let archive = archive.within(span)
        series = record.series
        range = span
        watermark = record.watermark
        expected = interval.count(in: span)
        let known = TimeRange(
            span.start,
            max(span.end, record.askedUntil, record.coverage.ranges.last?.end ?? span.end)
        )
        let gaps = ledger.gaps.filter { $0.range.intersection(known) != nil }
        missing = gaps.reduce(0) { sum, gap in
            sum + (gap.range.intersection(span).map { interval.count(in: $0) } ?? 0)
        }
        archivedMonths = archive.months
        archived = archive.archived(in: span).reduce(0) { $0 + ledger.candles(in: $1) }
        rejected = ledger.rejectedCount(in: span)
        stored = expected - missing - rejected - archived
        gapsOpen = gaps.count { $0.status == .open }
        gapsConfirmed = gaps.count { $0.status == .confirmed }
        indicators = record.indicators.count
        staleFrom = record.staleFrom
    }
}

extension SeriesStatus {
    /// The share of the expected candles that are stored or archived, in hundredths of a percent.
    ///
    /// Cut, never rounded up: 10,000 means that not one is missing. `nil` where none is expected.
    public var completeness: Int? {
        expected > 0 ? (stored + archived) * 10_000 / expected : nil
    }

    /// How far the last candle's end is in the past.
    public func lag(at now: Timestamp) -> SeriesLag {
        SeriesLag(watermark, series.interval, at: now)
    }
}

extension SeriesLedger {
    /// How many candles of a part of the span there are, in the table or in an archive.
    fileprivate func candles(in part: TimeRange) -> Int {
        guard let part = part.intersection(span) else { return 0 }
        let missing = gaps.reduce(0) { sum, gap in
            sum + (gap.range.intersection(part).map { record.opens(in: $0) } ?? 0)
        }
        return record.opens(in: part) - missing - rejectedCount(in: part)
    }
}
