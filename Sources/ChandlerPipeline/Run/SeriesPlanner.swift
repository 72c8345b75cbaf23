public import ChandlerCore
public import ChandlerStore

/// Tells what runs would do, from what is stored; writes nothing and asks no venue.
public struct SeriesPlanner: Sendable {
    private let lane: StoreLane?
    private let archive: ArchivedMonths
    private let known: Set<Month>

    /// Plans as if nothing were stored.
    public init() {
        lane = nil
        archive = ArchivedMonths()
        known = []
    }

    /// Plans with what is stored.
    ///
    /// - Throws: ``StoreError`` where the ledger cannot be read.
    public init(_ lane: StoreLane) async throws(StoreError) {
        self.lane = lane
        archive = try await ArchivedMonths(lane)
        known = try await lane.months(of: .marketData)
    }

    /// Plans a series.
    ///
    /// - Parameters:
    ///   - series: The series.
    ///   - from: The first moment wanted.
    ///   - to: The first moment not wanted any more; `nil` for all that is complete.
    ///   - now: The present moment.
    ///   - overlap: How many candles up to the last stored one are read again.
    /// - Returns: The plan.
    /// - Throws: ``StoreError`` where the ledger cannot be read.
    public func plan(
        _ series: SeriesID,
        from: Timestamp,
        to: Timestamp?,
        now: Timestamp,
        overlap: Int
    ) async throws(StoreError) -> SeriesPlan {
        let record = try await lane?.record(of: series)
        let wanted = Self.wanted(series.interval, from, to, now: now, record)
        let border = ArchiveBorder(series: series, archive: archive, record: record)
        let coverage = record?.coverage ?? Coverage()
        let fetch = wanted.map { wanted in
            FetchPlan(
                wanted: wanted,
                coverage: coverage,
                watermark: record?.watermark,
                overlap: overlap,
                refetch: false,
                interval: series.interval,
                closed: border.closed(in: wanted)
            )
        }
        let ranges = fetch?.ranges ?? []
        let months = Self.months(of: ranges)
        return SeriesPlan(
            series: series,
            wanted: wanted,
            watermark: record?.watermark,
            ranges: ranges,
            candles: Self.count(ranges, series.interval),
            newCandles: Self.count(ranges.flatMap(coverage.missing), series.interval),
            months: months,
            newMonths: months.filter { !known.contains($0) },
            archivedMonths: wanted.map { archive.within($0).months } ?? [],
            datasetCandles: wanted.map { series.interval.count(in: $0) } ?? 0
        )
    }

    /// The span of complete candles, from the stored beginning where the venue had none before it.
    private static func wanted(
        _ interval: Interval,
        _ from: Timestamp,
        _ to: Timestamp?,
        now: Timestamp,
        _ record: SeriesRecord?
    ) -> TimeRange? {
        let start = interval.ceiling(from)
        let end = min(to.map { interval.ceiling($0) } ?? now, interval.floor(now))
        guard start < end else { return nil }
        guard let record, start < record.firstOpenTime, record.firstOpenTime < end,
            record.coverage.contains(TimeRange(start, record.firstOpenTime))
        else { return TimeRange(start, end) }
        return TimeRange(record.firstOpenTime, end)
    }

    private static func count(_ ranges: [TimeRange], _ interval: Interval) -> Int {
        ranges.reduce(0) { $0 + interval.count(in: $1) }
    }

    private static func months(of ranges: [TimeRange]) -> [Month] {
        var months: Set<Month> = []
        for range in ranges {
            var month = range.start.month
            while month.start < range.end {
                months.insert(month)
                month = month.next
            }
        }
        return months.sorted()
    }
}
