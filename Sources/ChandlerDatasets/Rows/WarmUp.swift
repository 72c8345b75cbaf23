/// Finds the leading rows of a series in which an indicator is undefined for want of candles.
///
/// A row belongs to the warm-up while some indicator has shown no value yet *and* fewer rows than
/// its warm-up have passed. An indicator that is undefined for another reason, such as no volume,
/// does not hold rows back for longer than its warm-up, and what is undefined later stays null.
struct WarmUp {
    private let lengths: [Int]
    private var waiting: [Int]
    private var rowsSeen = 0

    /// - Parameter lengths: Per feature, the candles before its first value.
    init(lengths: [Int]) {
        self.lengths = lengths
        waiting = Array(lengths.indices)
    }

    /// Takes in the next rows and says how many of them, from the first, belong to the warm-up.
    mutating func advance(over rows: Range<Int>, features: [[Double]]) -> Int {
        defer { rowsSeen += rows.count }
        guard !waiting.isEmpty else { return 0 }
        var leading = 0
        waiting = waiting.filter { feature in
            let left = max(0, lengths[feature] - rowsSeen)
            let column = features[feature][rows].prefix(left)
            let defined = column.firstIndex { !$0.isNaN }.map { $0 - rows.lowerBound }
            let until = defined ?? left
            leading = max(leading, min(until, rows.count))
            return until > rows.count
        }
        return leading
    }
}
