/// The parts that both text formats have in common.
enum SampleText {
    /// A sample's line: name, labels in braces, value.
    static func line(_ name: String, _ labels: [MetricLabel], _ value: String) -> String {
        guard !labels.isEmpty else { return "\(name) \(value)\n" }
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return "\(name){\(pairs.joined(separator: ","))} \(value)\n"
    }

    /// The lines of a series.
    ///
    /// - Parameters:
    ///   - series: The series.
    ///   - name: Its family's name.
    ///   - ending: What a counter's samples end in.
    ///   - bound: Writes a bucket's bound.
    /// - Returns: One line, or those of a summary or a histogram.
    static func lines(
        _ series: MetricSeries,
        of name: String,
        ending: String,
        bound: (Double) -> String
    ) -> String {
        let labels = series.labels
        switch series.value {
        case .number(let value):
            return line(name + ending, labels, number(value))
        case .summary(let count, let sum):
            return line("\(name)_count", labels, "\(count)")
                + line("\(name)_sum", labels, number(sum))
        case .histogram(let buckets, let count, let sum):
            return buckets.map { bucket in
                let own = labels + [MetricLabel(bound: bound(bucket.bound))]
                return line("\(name)_bucket", own, "\(bucket.count)")
            }.joined() + line("\(name)_count", labels, "\(count)")
                + line("\(name)_sum", labels, number(sum))
        }
    }

    /// Text on one line, as both formats escape it.
    static func escaped(_ text: String, quotes: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    /// A value; whole ones without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return "\(value)"
    }
}

extension MetricLabel {
    /// The label that tells the buckets of a histogram apart, which nobody else may use.
    fileprivate init(bound: String) {
        self.init(reserved: "le", bound)
    }
}
