public import ChandlerCore
import ChandlerHTTP

/// What an API allows an address, told before anything is asked.
struct VenuePace: Sendable, Hashable {
    /// The most candles in one answer.
    let pageSize: Int
    /// Requests for candles that may be sent in a second.
    let perSecond: Double

    /// The pace of a limit, of which a request for candles takes `weight`.
    init(pageSize: Int, _ limit: WeightLimit, weight: Int = 1) {
        self.pageSize = pageSize
        perSecond = Double(limit.weight) / Double(weight) / (limit.window / .seconds(1))
    }
}

/// What it costs to fetch spans of a series, as far as that is known before.
public struct FetchCost: Sendable, Hashable {
    /// Requests for pages of candles.
    public var requests = 0
    /// Files of the venue's bulk archive.
    public var files = 0
    /// The time that the venue's limits make of it, at least.
    public var seconds = 0.0

    /// Creates zeros.
    public init() {}

    /// Adds another cost.
    public static func += (left: inout FetchCost, right: FetchCost) {
        left.requests += right.requests
        left.files += right.files
        left.seconds += right.seconds
    }
}

extension Venue {
    /// Estimates what it costs to fetch spans, without asking anybody.
    ///
    /// Requests for the clock, the instrument and the first candle are not counted, nor what comes
    /// over REST because an archive lacks it.
    ///
    /// - Parameters:
    ///   - series: The series; where the venue lacks its interval, candles of the longest one that
    ///     divides it are counted.
    ///   - ranges: The spans.
    ///   - now: The present moment: younger months are in no archive.
    ///   - readsArchive: Whether the venue's bulk archive is read.
    /// - Returns: The cost.
    public func cost(
        of series: SeriesID,
        _ ranges: [TimeRange],
        at now: Timestamp,
        readsArchive: Bool
    ) -> FetchCost {
        let series = SeriesID(
            venue: series.venue,
            symbol: series.symbol,
            interval: ownInterval(for: series.interval)
        )
        return ranges.reduce(into: FetchCost()) { sum, range in
            guard hasArchive, readsArchive else {
                sum += pages(of: series, range)
                return
            }
            let plan = ArchivePlan(series, range, closedBefore: now, pageSize: pace.pageSize)
            for part in plan.parts {
                switch part {
                case .rest(let span): sum += pages(of: series, span)
                case .files(let files):
                    sum.files += files.count
                    // A file is asked for with its checksum.
                    sum.seconds += Double(2 * files.count) * 60 / Double(Self.filesPerMinute)
                }
            }
        }
    }

    private static var filesPerMinute: Int { BinanceArchive.requestsPerMinute }

    private func pages(of series: SeriesID, _ range: TimeRange) -> FetchCost {
        var cost = FetchCost()
        let candles = series.interval.count(in: range)
        cost.requests = (candles + pace.pageSize - 1) / pace.pageSize
        cost.seconds = Double(cost.requests) / pace.perSecond
        return cost
    }

    /// The interval itself, or the longest of the venue's that divides it.
    private func ownInterval(for interval: Interval) -> Interval {
        if intervals.contains(interval) { return interval }
        let day = Timestamp.microsecondsPerDay
        let length = interval.fixedMicroseconds ?? day
        let parts = intervals.filter { part in
            part.fixedMicroseconds.map { $0 <= length && length % $0 == 0 } ?? false
        }
        return parts.max { ($0.fixedMicroseconds ?? 0) < ($1.fixedMicroseconds ?? 0) } ?? interval
    }
}
