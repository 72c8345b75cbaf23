public import ChandlerCore

/// The gaps of all series, as many as are listed, and how many there are.
public struct GapList: Sendable {
    /// One gap with its series.
    public struct Entry: Sendable, Hashable {
        /// The series.
        public let series: SeriesID
        /// What is missing.
        public let gap: Gap
    }

    /// Those that are listed: the open ones first, the newest first.
    public var entries: [Entry] = []
    /// How many there are.
    public var count = 0
    /// How many of them are open.
    public var openCount = 0
    /// How many candles are missing in all of them.
    public var missing = 0
    /// How many of them are after the last candle of their series, where no span counts them.
    public var missingBeyond = 0

    /// Creates an empty list.
    public init() {}
}
