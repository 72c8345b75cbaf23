public import ChandlerDatasets

/// How the numbers of one column are distributed in one split.
public struct ColumnStatistics: Sendable, Hashable {
    /// All rows, those without a number included.
    public internal(set) var rows = 0
    /// Rows without a value.
    public internal(set) var nulls = 0
    /// Values that are no number; Chandler writes none.
    public internal(set) var nans = 0
    /// Values that are infinite; Chandler writes none.
    public internal(set) var infinities = 0
    /// The smallest finite value; `nil` without any.
    public internal(set) var minimum: Double?
    /// The largest finite value; `nil` without any.
    public internal(set) var maximum: Double?
    /// The mean of the finite values; `nil` without any.
    public internal(set) var mean: Double?
    /// The standard deviation of the finite values as of a sample, over n - 1; `nil` below two.
    public internal(set) var standardDeviation: Double?

    /// How many finite values there are.
    public var count: Int { rows - nulls - nans - infinities }
}

/// How far a feature of a split is from where it was in training.
///
/// **Source:** standardised mean difference: Cohen's d over the root mean square of both standard
/// deviations. Population stability index: the sum of (q - p) ln (q / p) over the deciles of the
/// training values, p and q being the shares of both splits, at least 0.0001.
public struct FeatureDrift: Sendable, Hashable {
    /// The standardised mean difference; infinite where two constants differ.
    public let meanDifference: Double
    /// The population stability index: 0 for the same distribution.
    public let stabilityIndex: Double

    /// From here on a feature is another one than in training, as a rule of thumb.
    public static let threshold = 0.25
    /// From here on it has moved.
    public static let moderateThreshold = 0.1

    /// With fewer values nothing is said: of the same distribution, an index of ten bins is about
    /// nine by the number of values.
    public static let leastValues = 100

    /// Whether the stability index is above ``threshold``.
    public var isFlagged: Bool { stabilityIndex > Self.threshold }
}

/// A feature of a dataset.
public struct FeatureSummary: Sendable, Hashable {
    /// The column's name.
    public let name: String
    /// The unit, as the manifest has it.
    public let unit: String
    /// The meaning, as the manifest has it.
    public let meaning: String
    /// Its numbers per split.
    public let statistics: [Split: ColumnStatistics]
    /// The drift of validation and test against training, where both have values.
    public let drift: [Split: FeatureDrift]
    /// Shares of the values per split in bins of equal width; the outermost bins are open.
    public let histogram: [Split: [Double]]

    /// The largest stability index; 0 where none is known.
    public var largestDrift: Double { drift.values.map(\.stabilityIndex).max() ?? 0 }
}

/// The labels of one horizon.
public struct LabelSummary: Sendable, Hashable {
    /// How often a label that is a sign has each value.
    public struct Balance: Sendable, Hashable {
        /// Rows with -1.
        public internal(set) var down = 0
        /// Rows with 0.
        public internal(set) var flat = 0
        /// Rows with 1.
        public internal(set) var up = 0
        /// Rows without a label, or with another value.
        public internal(set) var missing = 0

        /// Rows with a label.
        public var count: Int { down + flat + up }

        /// The share of a number of rows in those with a label; 0 without any.
        public func share(_ rows: Int) -> Double {
            count == 0 ? 0 : Double(rows) / Double(count)
        }
    }

    /// How far the labels look ahead, in candles.
    public let horizon: Int
    /// Signs of the return, per split.
    public let direction: [Split: Balance]
    /// Barriers that were touched first, per split.
    public let barrier: [Split: Balance]
    /// Logarithmic returns, per split.
    public let logReturn: [Split: ColumnStatistics]
}
