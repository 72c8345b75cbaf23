/// Metrics in Prometheus' text format, version 0.0.4, as files and the push gateway take it.
///
/// **Source:** Prometheus documentation, "Exposition formats".
public struct PrometheusText: Sendable {
    /// What a server says of such a text.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text; empty where there are no metrics.
    public let text: String

    /// Writes families in their order; those without series are left out.
    public init(_ families: [MetricFamily]) {
        text = families.filter { !$0.series.isEmpty }.map(Self.block).joined()
    }

    private static func block(_ family: MetricFamily) -> String {
        let ending = family.kind == .counter ? "_total" : ""
        let name = family.name + ending
        var text = ""
        if let help = family.help {
            text += "# HELP \(name) \(SampleText.escaped(help, quotes: false))\n"
        }
        text += "# TYPE \(name) \(family.kind.rawValue)\n"
        for series in family.series {
            text += SampleText.lines(
                series,
                of: family.name,
                ending: ending,
                bound: SampleText.number
            )
        }
        return text
    }
}
