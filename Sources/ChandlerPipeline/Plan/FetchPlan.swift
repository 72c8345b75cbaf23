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
    ///   - closed: What must not be fetched, because it is archived or archived rows follow it.
    ///   - pageSize: Spans closer together than one page are fetched as one.
    public init(
        wanted: TimeRange,
        coverage: Coverage,
        watermark: Timestamp?,
        overlap: Int,
        refetch: Bool,
        interval: Interval,
        closed: Coverage = Coverage(),
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
        if !closed.isEmpty {
            spans = spans.flatMap { FetchPlan.open($0, closed, interval) }
        }
        ranges = FetchPlan.joined(
            Coverage(spans).ranges,
            interval: interval,
            closed: closed,
            pageSize: pageSize
        )
    }

    /// What is left of a span, beginning where a candle does.
    private static func open(
        _ span: TimeRange,
        _ closed: Coverage,
        _ interval: Interval
    ) -> [TimeRange] {
        closed.missing(in: span).map { part in
            if part.start == span.start { return part }
            guard interval == .threeDays, let length = interval.fixedMicroseconds else {
                return TimeRange(interval.ceiling(part.start), part.end)
            }
            // The 3-day grid is the venue's own, and the span is on it.
            let beyond = (part.start - span.start) % length
            return TimeRange(beyond > 0 ? part.start + (length - beyond) : part.start, part.end)
        }.filter { !$0.isEmpty }
    }

    /// Joins spans whose distance costs less than a request of its own.
    private static func joined(
        _ spans: [TimeRange],
        interval: Interval,
        closed: Coverage,
        pageSize: Int
    ) -> [TimeRange] {
        spans.reduce(into: []) { joined, span in
            if let last = joined.last, interval.advance(last.end, by: pageSize) >= span.start,
                closed.covered(in: TimeRange(last.end, span.start)).isEmpty
            {
                joined[joined.count - 1] = TimeRange(last.start, span.end)
            } else {
                joined.append(span)
            }
        }
    }
}
