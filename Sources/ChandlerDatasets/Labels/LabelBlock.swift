/// The labels of a run of rows, column by column; filled anew for each run.
struct LabelBlock {
    /// The labels of one horizon.
    struct Columns {
        /// The log return of the close; NaN is null.
        var logReturns: [Double] = []
        /// The sign of the log return; what stands in a null row is 0.
        var directions: [Int32] = []
        var hasDirection: [Bool] = []
        /// Which barrier is touched first; what stands in a null row is 0.
        var barriers: [Int32] = []
        var hasBarrier: [Bool] = []

        mutating func removeAll() {
            logReturns.removeAll(keepingCapacity: true)
            directions.removeAll(keepingCapacity: true)
            hasDirection.removeAll(keepingCapacity: true)
            barriers.removeAll(keepingCapacity: true)
            hasBarrier.removeAll(keepingCapacity: true)
        }

        /// Makes room for exactly `count` rows; what is in them is undefined.
        mutating func resize(to count: Int) {
            logReturns.resize(to: count, repeating: .nan)
            directions.resize(to: count, repeating: 0)
            hasDirection.resize(to: count, repeating: false)
            barriers.resize(to: count, repeating: 0)
            hasBarrier.resize(to: count, repeating: false)
        }

        mutating func append(_ rows: Range<Int>, of other: Columns) {
            logReturns += other.logReturns[rows]
            directions += other.directions[rows]
            hasDirection += other.hasDirection[rows]
            barriers += other.barriers[rows]
            hasBarrier += other.hasBarrier[rows]
        }
    }

    /// One element per horizon, ascending.
    var horizons: [Columns]

    init(horizonCount: Int) {
        horizons = Array(repeating: Columns(), count: horizonCount)
    }

    /// Whether every label of a row has a value.
    func isLabelled(_ row: Int) -> Bool {
        horizons.allSatisfy { $0.hasDirection[row] && $0.hasBarrier[row] }
    }
}
