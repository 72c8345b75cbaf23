import ChandlerCore

/// What became of the candles of one series.
struct SeriesTally: Sendable, Equatable {
    let series: SeriesID
    /// Candles that were handed in.
    var candles = 0
    var firstOpenTime: Timestamp?
    var lastOpenTime: Timestamp?
    var rows: [Split: Int] = [:]
    var dropped: [DropReason: Int] = [:]
    /// Per split, the time its rows and their labels use: from the first open to the last end.
    var used: [Split: TimeRange] = [:]
    /// Null values in the rows, per column in file order.
    var nulls: [Int]

    init(series: SeriesID, columnCount: Int) {
        self.series = series
        nulls = Array(repeating: 0, count: columnCount)
    }

    /// Candles that do not exist between the first and the last.
    var missing: Int {
        guard let firstOpenTime, let lastOpenTime else { return 0 }
        let end = series.interval.close(of: lastOpenTime)
        return series.interval.count(in: TimeRange(firstOpenTime, end)) - candles
    }

    mutating func keep(_ count: Int, in split: Split, from start: Timestamp, until end: Timestamp) {
        rows[split, default: 0] += count
        used[split] = TimeRange(used[split]?.start ?? start, end)
    }

    mutating func drop(_ count: Int, for reason: DropReason) {
        dropped[reason, default: 0] += count
    }
}
