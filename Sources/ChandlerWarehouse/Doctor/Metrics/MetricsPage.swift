/// Metrics in Prometheus' text format, version 0.0.4.
///
/// Every metric is a gauge: it says what is so now. Metrics without samples are left out.
/// **Source:** Prometheus documentation, "Exposition formats".
struct MetricsPage {
    let metrics: [Metric]

    var text: String {
        metrics.filter { !$0.samples.isEmpty }.map(Self.block).joined()
    }

    private static func block(_ metric: Metric) -> String {
        var text = "# HELP \(metric.name) \(escaped(metric.help, quotes: false))\n"
        text += "# TYPE \(metric.name) gauge\n"
        for sample in metric.samples {
            let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
            let braces = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
            text += "\(metric.name)\(braces) \(number(sample.value))\n"
        }
        return text
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return "\(value)"
    }
}
