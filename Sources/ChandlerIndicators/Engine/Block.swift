/// A stretch of consecutive rows that all kernels of an engine process together.
///
/// Columns are numbered: the raw ones first, then one per kernel output. Index -1 of every column
/// is the value of the row before the block (0 before the series' first row), so that formulas
/// looking one row back need no state of their own.
///
/// **Lifetime:** the pointers are valid during one pass of the engine only.
struct Block {
    /// Rows in this block.
    let count: Int
    /// Rows of the series before this block.
    let row: Int
    /// Open times of the block's rows, microseconds since 1970.
    let openTimes: UnsafePointer<Int64>
    /// Column 0, index 0.
    let base: UnsafeMutablePointer<Double>
    /// Doubles from one column to the next.
    let stride: Int

    /// Index 0 of a column.
    @inline(__always)
    subscript(column: Int) -> UnsafeMutablePointer<Double> { base + column &* stride }

    /// How many of the block's rows lie before row `row` of the series.
    @inline(__always)
    func rows(before row: Int) -> Int { min(count, max(0, row - self.row)) }
}

/// The columns every block begins with.
enum RawColumn {
    static let high = 0
    static let low = 1
    static let close = 2
    static let volume = 3
    static let count = 4
}
