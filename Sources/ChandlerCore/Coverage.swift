/// A set of moments kept as disjoint, ascending, non-touching spans.
///
/// A series' coverage says which spans its venue has answered for. What is covered and holds no
/// candle is a confirmed gap; what is not covered has not been fetched yet.
public struct Coverage: Sendable, Hashable {
    /// The spans, ascending; no two touch or overlap.
    public private(set) var ranges: [TimeRange]

    /// Creates the union of spans in any order.
    public init(_ ranges: [TimeRange] = []) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.start < $1.start }) where !range.isEmpty {
            if let last = self.ranges.last, range.start <= last.end {
                self.ranges[self.ranges.count - 1] = TimeRange(last.start, max(last.end, range.end))
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// Whether nothing is covered.
    public var isEmpty: Bool { ranges.isEmpty }

    /// Adds a span.
    public mutating func insert(_ range: TimeRange) {
        self = Coverage(ranges + [range])
    }

    /// Whether all of a span is covered.
    public func contains(_ range: TimeRange) -> Bool {
        ranges.contains { $0.contains(range) }
    }

    /// The parts of a span that are covered, ascending.
    public func covered(in range: TimeRange) -> [TimeRange] {
        ranges.compactMap { $0.intersection(range) }
    }

    /// The parts of a span that are not covered, ascending.
    public func missing(in range: TimeRange) -> [TimeRange] {
        var holes: [TimeRange] = []
        var position = range.start
        for covered in covered(in: range) {
            if position < covered.start { holes.append(TimeRange(position, covered.start)) }
            position = covered.end
        }
        if position < range.end { holes.append(TimeRange(position, range.end)) }
        return holes
    }

    /// What is left without a span.
    public func removing(_ range: TimeRange) -> Coverage {
        Coverage(ranges.flatMap { Coverage([range]).missing(in: $0) })
    }
}
