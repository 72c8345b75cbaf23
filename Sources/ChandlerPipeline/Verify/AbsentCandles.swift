import ChandlerCore

/// The candles of a series that are in archived months and not in the table.
///
/// A series is loaded from its beginning on, so that what is archived of a month is its beginning:
/// from the first stored row of a month on, every candle must be there.
struct AbsentCandles {
    /// How many there are.
    private(set) var count = 0
    /// The months that have some, ascending.
    private(set) var months: [Month] = []
    private var monthWithRows: Month?

    /// The span of a chunk that may be archived; `nil` behind the first row of its month.
    ///
    /// - Parameters:
    ///   - chunk: A piece of an archived month; pieces are asked for in their order.
    ///   - firstRow: The first row that is stored in it.
    /// - Returns: From the chunk's start to its first row or its end.
    mutating func head(of chunk: TimeRange, firstRow: Timestamp?) -> TimeRange? {
        if monthWithRows == chunk.start.month { return nil }
        if firstRow != nil { monthWithRows = chunk.start.month }
        let head = TimeRange(chunk.start, firstRow ?? chunk.end)
        return head.start < head.end ? head : nil
    }

    /// Counts candles.
    mutating func add(_ candles: Int, in month: Month) {
        if candles == 0 { return }
        count += candles
        if months.last != month { months.append(month) }
    }
}
