import Glibc

/// Collects the values of one column in one split: exact statistics, and values for quantiles.
///
/// Memory is bounded: of a split with more than ``most`` rows, every n-th value is kept, which is
/// enough for deciles.
struct ColumnAccumulator: Sendable {
    /// The most values that are kept.
    static let most = 1 << 21

    private(set) var statistics = ColumnStatistics()
    private(set) var balance = LabelSummary.Balance()
    /// Finite values, in the order of rows until ``sort()``.
    private(set) var sample: [Double] = []
    private let stride: Int
    private var mean = 0.0
    private var squares = 0.0
    private var count = 0

    /// Prepares for about so many rows.
    init(rows: Int) {
        stride = max(1, (rows + Self.most - 1) / Self.most)
    }

    /// Adds the rows of a part of the column; a null is whatever `nulls` says.
    mutating func add(_ part: ColumnPart) {
        for row in part.values.indices {
            if part.isNull(row) {
                statistics.nulls += 1
                balance.missing += 1
            } else {
                add(part.values[row], isSampled: (statistics.rows + row) % stride == 0)
            }
        }
        statistics.rows += part.values.count
    }

    private mutating func add(_ value: Double, isSampled: Bool) {
        switch value {
        case -1: balance.down += 1
        case 0: balance.flat += 1
        case 1: balance.up += 1
        default: balance.missing += 1
        }
        guard value.isFinite else {
            if value.isNaN { statistics.nans += 1 } else { statistics.infinities += 1 }
            return
        }
        // Welford's running mean and squares, which do not lose the digits of large values.
        count += 1
        let distance = value - mean
        mean += distance / Double(count)
        squares += distance * (value - mean)
        statistics.minimum = min(statistics.minimum ?? value, value)
        statistics.maximum = max(statistics.maximum ?? value, value)
        if isSampled { sample.append(value) }
    }

    /// The statistics of everything that was added.
    var finished: ColumnStatistics {
        var result = statistics
        if count > 0 { result.mean = mean }
        if count > 1 { result.standardDeviation = (squares / Double(count - 1)).squareRoot() }
        return result
    }

    /// Puts the kept values in order.
    mutating func sort() { sample.sort() }

    /// A quantile of sorted values, between neighbours in proportion.
    static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        precondition(!sorted.isEmpty, "Invariant: a quantile is one of some values")
        let place = Double(sorted.count - 1) * share
        let lower = Int(place)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
    }
}

/// The values of some rows of a column.
struct ColumnPart: Sendable {
    var values: [Double]
    /// One flag a row, true where there is a value; `nil` where every row has one.
    var validity: [Bool]?

    func isNull(_ row: Int) -> Bool { validity.map { !$0[row] } ?? false }
}
