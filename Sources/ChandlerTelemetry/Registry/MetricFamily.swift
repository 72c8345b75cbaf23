/// All series of one metric at one moment.
public struct MetricFamily: Sendable, Hashable {
    /// How the values of a metric are to be read.
    public enum Kind: String, Sendable, Hashable {
        /// A sum that only grows while the process lives.
        case counter
        /// What is so now.
        case gauge
        /// Count and sum of what was recorded.
        case summary
        /// Count and sum of what was recorded, and how much of it was no more than each bound.
        case histogram
    }

    /// The name, without the ending that samples of a counter have.
    public let name: String
    /// How the values are to be read.
    public let kind: Kind
    /// What it says; `nil` where nobody described it.
    public let help: String?
    /// The series, each with other labels.
    public let series: [MetricSeries]

    /// Creates a family.
    public init(name: String, kind: Kind, help: String?, series: [MetricSeries]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.series = series
    }

    /// The base unit, which is the last word of the name; `nil` for plain counts.
    public var unit: String? {
        ["seconds", "bytes", "ratio", "celsius", "volts"].first { name.hasSuffix("_\($0)") }
    }

    /// The family with further labels on every series that has none of their names.
    func adding(_ labels: [MetricLabel]) -> MetricFamily {
        let series = series.map { one in
            let names = Set(one.labels.map(\.name))
            let more = labels.filter { !names.contains($0.name) }
            return MetricSeries(labels: (one.labels + more).sorted(), value: one.value)
        }
        return MetricFamily(name: name, kind: kind, help: help, series: series)
    }
}

/// One series of a metric: its labels and what it says now.
public struct MetricSeries: Sendable, Hashable {
    /// What a series says.
    public enum Value: Sendable, Hashable {
        /// The value of a counter or a gauge.
        case number(Double)
        /// What a summary holds.
        case summary(count: UInt64, sum: Double)
        /// What a histogram holds; each bucket counts what was no more than its bound.
        case histogram(buckets: [Bucket], count: UInt64, sum: Double)
    }

    /// How much was no more than a bound.
    public struct Bucket: Sendable, Hashable {
        /// The bound, included.
        public let bound: Double
        /// How often a value was no more than it.
        public let count: UInt64

        /// Creates a bucket.
        public init(bound: Double, count: UInt64) {
            self.bound = bound
            self.count = count
        }
    }

    /// The labels, in the order in which they are written.
    public let labels: [MetricLabel]
    /// What it says.
    public let value: Value

    /// Creates a series.
    public init(labels: [MetricLabel], value: Value) {
        self.labels = labels
        self.value = value
    }
}

/// A label of a series.
public struct MetricLabel: Sendable, Hashable, Comparable {
    /// Its name: letters, digits and underscores.
    public let name: String
    /// Its value, whatever characters it holds.
    public let value: String

    /// Creates a label; characters that a name must not hold become underscores.
    public init(_ name: String, _ value: String) {
        self.name = MetricName.label(name)
        self.value = value
    }

    /// Creates a label whose name no other code may use.
    init(reserved name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Orders labels by name, then by value.
    public static func < (left: MetricLabel, right: MetricLabel) -> Bool {
        (left.name, left.value) < (right.name, right.value)
    }
}
