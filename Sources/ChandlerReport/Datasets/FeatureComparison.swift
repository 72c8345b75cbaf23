import ChandlerDatasets
import Glibc

/// Compares the values of a feature in validation and test with those in training.
struct FeatureComparison {
    /// Bins of the picture.
    static let bins = 24
    private static let leastShare = 0.0001

    let statistics: [Split: ColumnStatistics]
    private(set) var drift: [Split: FeatureDrift] = [:]
    private(set) var histogram: [Split: [Double]] = [:]

    /// Compares.
    ///
    /// - Parameter columns: The values per split.
    init(_ columns: [Split: ColumnAccumulator]) {
        statistics = columns.mapValues(\.finished)
        guard var train = columns[.train], !train.sample.isEmpty else { return }
        train.sort()
        let edges = Self.deciles(train.sample)
        let expected = Self.shares(train.sample, edges)
        for split in [Split.validation, .test] {
            guard let other = columns[split], other.sample.count >= FeatureDrift.leastValues
            else { continue }
            drift[split] = FeatureDrift(
                meanDifference: Self.difference(train.finished, other.finished),
                stabilityIndex: Self.index(expected, Self.shares(other.sample, edges))
            )
        }
        let places = Self.places(train.sample, statistics)
        for (split, column) in columns where !column.sample.isEmpty {
            histogram[split] = Self.shares(column.sample, places)
        }
    }

    /// The nine deciles, each once: of a column with few values some are equal.
    private static func deciles(_ sorted: [Double]) -> [Double] {
        var edges: [Double] = []
        for tenth in 1...9 {
            let edge = ColumnAccumulator.quantile(Double(tenth) / 10, of: sorted)
            if edges.last != edge { edges.append(edge) }
        }
        return edges
    }

    /// The share of values up to each edge and above the one before; the last is above all.
    private static func shares(_ values: [Double], _ edges: [Double]) -> [Double] {
        var counts = [Int](repeating: 0, count: edges.count + 1)
        for value in values {
            var low = 0
            var high = edges.count
            while low < high {
                let middle = (low + high) / 2
                if edges[middle] < value { low = middle + 1 } else { high = middle }
            }
            counts[low] += 1
        }
        return counts.map { Double($0) / Double(values.count) }
    }

    private static func index(_ expected: [Double], _ found: [Double]) -> Double {
        zip(expected, found).reduce(0) { sum, pair in
            let p = max(pair.0, leastShare)
            let q = max(pair.1, leastShare)
            return sum + (q - p) * log(q / p)
        }
    }

    private static func difference(_ train: ColumnStatistics, _ other: ColumnStatistics) -> Double {
        let distance = (other.mean ?? 0) - (train.mean ?? 0)
        let (first, second) = (train.standardDeviation ?? 0, other.standardDeviation ?? 0)
        let deviation = ((first * first + second * second) / 2).squareRoot()
        if distance == 0 { return 0 }
        return deviation > 0 ? distance / deviation : distance < 0 ? -.infinity : .infinity
    }

    /// Edges of equal bins about where the training values are, with room for others beside them.
    private static func places(
        _ sorted: [Double],
        _ statistics: [Split: ColumnStatistics]
    ) -> [Double] {
        let low = ColumnAccumulator.quantile(0.01, of: sorted)
        let high = ColumnAccumulator.quantile(0.99, of: sorted)
        let room = high > low ? (high - low) / 2 : max(high.magnitude / 2, 1)
        let start = max(low - room, statistics.values.compactMap(\.minimum).min() ?? low)
        let end = min(high + room, statistics.values.compactMap(\.maximum).max() ?? high)
        guard end > start else { return [] }
        return (1..<bins).map { start + (end - start) * Double($0) / Double(bins) }
    }
}
