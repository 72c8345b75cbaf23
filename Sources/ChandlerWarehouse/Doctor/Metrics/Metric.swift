/// One metric with its samples, a gauge: it says what is so now.
public struct Metric: Sendable, Hashable {
    /// One value under its labels.
    public struct Sample: Sendable, Hashable {
        /// Label names with their values, in the order in which they are written.
        public let labels: [Label]
        /// The value.
        public let value: Double

        /// Creates a sample.
        public init(_ labels: KeyValuePairs<String, String>, _ value: Double) {
            self.labels = labels.map { Label(name: $0.key, value: $0.value) }
            self.value = value
        }

        /// Creates a sample without labels.
        public init(_ value: Double) { self.init([:], value) }
    }

    /// A label.
    public struct Label: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its value, whatever characters it holds.
        public let value: String
    }

    /// The name with its base unit at the end, such as `chandler_disk_free_bytes`.
    public let name: String
    /// What it says.
    public let help: String
    /// The samples, each with other labels.
    public let samples: [Sample]

    /// Creates a metric of several samples.
    public init(_ name: String, _ help: String, _ samples: [Sample]) {
        self.name = name
        self.help = help
        self.samples = samples
    }

    /// Creates a metric of one sample without labels.
    public init(_ name: String, _ help: String, _ value: Double) {
        self.init(name, help, [Sample(value)])
    }
}
