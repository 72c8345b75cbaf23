/// A span of time: its start belongs to it, its end does not.
public struct TimeRange: Sendable, Hashable, CustomStringConvertible {
    /// The first moment inside.
    public let start: Timestamp
    /// The first moment after.
    public let end: Timestamp

    /// Creates a span; an end before the start gives the empty span at `start`.
    public init(_ start: Timestamp, _ end: Timestamp) {
        self.start = start
        self.end = max(start, end)
    }

    /// Whether no moment is inside.
    public var isEmpty: Bool { start == end }

    /// The length in microseconds.
    public var microseconds: Int64 { end - start }

    /// Whether a moment is inside.
    public func contains(_ moment: Timestamp) -> Bool {
        start <= moment && moment < end
    }

    /// Whether all of another span is inside.
    public func contains(_ other: TimeRange) -> Bool {
        other.isEmpty || (start <= other.start && other.end <= end)
    }

    /// The part both spans share, or `nil` where they share nothing.
    public func intersection(_ other: TimeRange) -> TimeRange? {
        let first = max(start, other.start)
        let last = min(end, other.end)
        return first < last ? TimeRange(first, last) : nil
    }

    /// Such as `2024-01-01..2024-02-01`.
    public var description: String { "\(start.compact)..\(end.compact)" }
}
