/// Indicator values of consecutive candles, one column per indicator.
///
/// **Shape:** `count` rows, columns in the order of the set's names. NaN means undefined; no value
/// is infinite.
public struct IndicatorFrame: Sendable {
    /// The number of rows.
    public private(set) var count: Int
    /// One array of `count` values per indicator, in the order of the set's names.
    public private(set) var columns: [[Double]]

    /// Creates a frame.
    ///
    /// - Precondition: every column has `count` values.
    public init(count: Int, columns: [[Double]]) {
        precondition(
            columns.allSatisfy { $0.count == count },
            "Invariant: every indicator column has a value per row"
        )
        self.count = count
        self.columns = columns
    }

    /// An empty frame, to be filled by ``IndicatorEngine/update(_:into:)``.
    public init() {
        count = 0
        columns = []
    }

    /// Makes room for `count` rows of `width` columns, in the memory it has where that suffices.
    mutating func prepare(count: Int, width: Int) {
        self.count = count
        if columns.count != width { columns = Array(repeating: [], count: width) }
        for index in columns.indices {
            let missing = count - columns[index].count
            if missing > 0 {
                columns[index].append(contentsOf: repeatElement(0, count: missing))
            } else {
                columns[index].removeLast(-missing)
            }
        }
    }

    /// Gives a column's values from row `row` on to be overwritten.
    mutating func withColumn(
        _ column: Int,
        from row: Int,
        _ body: (UnsafeMutablePointer<Double>) -> Void
    ) {
        columns[column].withUnsafeMutableBufferPointer { values in
            guard let start = values.baseAddress else { return }
            body(start + row)
        }
    }
}
