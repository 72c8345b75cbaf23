public import ChandlerCore

/// Which spans of a series to ask the venue for.
///
/// What the venue has already answered for is not asked again, except for the last candles
/// before the watermark, which venues revise after the close.
public struct FetchPlan: Sendable, Hashable {
    /// The spans to fetch, ascending and disjoint, on the interval's grid.
    public let ranges: [TimeRange]

    /// Plans a fetch.
    ///
    /// - Parameters:
    ///   - wanted: The span the user asked for, on the grid, clipped to complete candles.
    ///   - coverage: What the venue has answered for.
    ///   - watermark: The open time of the last stored candle, if there is one.
    ///   - overlap: How many candles up to the watermark are read again.
    ///   - refetch: Whether to read all of `wanted` again.
    ///   - interval: The series' interval.
    ///   - pageSize: Spans closer together than one page are fetched as one.
    public init(
        wanted: TimeRange,
        coverage: Coverage,
        watermark: Timestamp?,
        overlap: Int,
        refetch: Bool,
        interval: Interval,
        pageSize: Int = 1_000
    ) {
        guard !wanted.isEmpty, !refetch else {
            ranges = wanted.isEmpty ? [] : [wanted]
            return
        }
        var spans = coverage.missing(in: wanted)
        if let watermark, overlap > 0 {
            let reread = TimeRange(
                interval.advance(watermark, by: 1 - overlap),
                interval.close(of: watermark)
            )
            if let reread = reread.intersection(wanted) { spans.append(reread) }
        }
        ranges = FetchPlan.joined(Coverage(spans).ranges, interval: interval, pageSize: pageSize)
    }

    /// Joins spans whose distance costs less than a request of its own.
    private static func joined(
        _ spans: [TimeRange],
        interval: Interval,
        pageSize: Int
    ) -> [TimeRange] {
        spans.reduce(into: []) { joined, span in
            if let last = joined.last, interval.advance(last.end, by: pageSize) >= span.start {
                joined[joined.count - 1] = TimeRange(last.start, span.end)
            } else {
                joined.append(span)
            }
        }
    }
}
