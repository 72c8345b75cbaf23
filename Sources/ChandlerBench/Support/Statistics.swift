/// The middle value, or the mean of the two in the middle; NaN of nothing.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The middle value and both ends of some figures.
struct Spread: Sendable {
    let values: [Double]

    init(_ values: [Double]) {
        self.values = values
    }

    var median: Double { ChandlerBench.median(values) }
    var least: Double { values.min() ?? .nan }
    var most: Double { values.max() ?? .nan }

    /// Such as `5.21 (5.02-5.40)`.
    func text(decimals: Int) -> String {
        guard values.count > 1 else { return fixed(median, decimals) }
        return "\(fixed(median, decimals)) (\(fixed(least, decimals))-\(fixed(most, decimals)))"
    }
}
