import ChandlerCore

/// Complete rows of one file, column by column, until they are written as one row group.
///
/// Numbers are still exact here: each file format rounds or prints them in its own way.
struct RowTable {
    private(set) var openTimes: [Int64] = []
    /// Open, high, low and close in units of 1e-8.
    private(set) var prices: [[Int64]] = Array(repeating: [], count: 4)
    private(set) var volumes: [Int128] = []
    /// One array per selected indicator, not rounded; NaN where undefined.
    private(set) var features: [[Double]]
    private(set) var labels: LabelBlock

    init(featureCount: Int, horizonCount: Int) {
        features = Array(repeating: [], count: featureCount)
        labels = LabelBlock(horizonCount: horizonCount)
    }

    var count: Int { openTimes.count }

    /// Appends rows of the window and the labels that belong to them.
    mutating func append(
        _ rows: Range<Int>,
        of window: RowWindow,
        labels block: LabelBlock,
        from labelRow: Int
    ) {
        openTimes += window.openTimes[rows]
        prices[0] += window.opens[rows]
        prices[1] += window.highs[rows]
        prices[2] += window.lows[rows]
        prices[3] += window.closes[rows]
        volumes += window.volumes[rows]
        for index in features.indices { features[index] += window.features[index][rows] }
        let labelRows = labelRow..<(labelRow + rows.count)
        for index in labels.horizons.indices {
            labels.horizons[index].append(labelRows, of: block.horizons[index])
        }
    }

    /// Forgets the rows and keeps the memory.
    mutating func removeAll() {
        openTimes.removeAll(keepingCapacity: true)
        volumes.removeAll(keepingCapacity: true)
        for index in prices.indices { prices[index].removeAll(keepingCapacity: true) }
        for index in features.indices { features[index].removeAll(keepingCapacity: true) }
        for index in labels.horizons.indices { labels.horizons[index].removeAll() }
    }

    /// Rounds the features to ten digits, in place.
    mutating func roundFeatures() {
        for column in features.indices {
            features[column].withUnsafeMutableBufferPointer { TenDigits.round($0) }
        }
    }

    /// Adds the null values of each column, in file order, to a running count.
    func countNulls(into nulls: inout [Int]) {
        var column = DatasetColumn.keys.count + DatasetColumn.prices.count
        for values in features {
            nulls[column] += values.withUnsafeBufferPointer(Self.undefined)
            column += 1
        }
        for values in labels.horizons {
            let undirected = values.hasDirection.withUnsafeBufferPointer(Self.absent)
            nulls[column] += undirected
            nulls[column + 1] += undirected
            nulls[column + 2] += values.hasBarrier.withUnsafeBufferPointer(Self.absent)
            column += 3
        }
    }

    private static func undefined(_ values: UnsafeBufferPointer<Double>) -> Int {
        var defined = 0
        // Comparisons with NaN are false.
        for index in 0..<values.count {
            defined &+= values[index].magnitude <= .greatestFiniteMagnitude ? 1 : 0
        }
        return values.count - defined
    }

    private static func absent(_ flags: UnsafeBufferPointer<Bool>) -> Int {
        var present = 0
        for index in 0..<flags.count { present &+= flags[index] ? 1 : 0 }
        return flags.count - present
    }
}
