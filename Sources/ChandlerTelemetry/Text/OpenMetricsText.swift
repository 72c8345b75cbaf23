/// Metrics in the text format of OpenMetrics 1.0.
///
/// Only types are used that readers of Prometheus' format know, too, and no time stamps: such a
/// reader, like that of the push gateway, takes this text for its own.
///
/// **Source:** OpenMetrics specification 1.0, "Text Format".
public struct OpenMetricsText: Sendable {
    /// What a server says of such a text.
    public static let contentType =
        "application/openmetrics-text; version=1.0.0; charset=utf-8"

    /// The text; the mark of its end alone where there are no metrics.
    public let text: String

    /// Writes families in their order; those without series are left out.
    public init(_ families: [MetricFamily]) {
        text = families.filter { !$0.series.isEmpty }.map(Self.block).joined() + "# EOF\n"
    }

    private static func block(_ family: MetricFamily) -> String {
        let name = family.name
        var text = "# TYPE \(name) \(family.kind.rawValue)\n"
        if let unit = family.unit { text += "# UNIT \(name) \(unit)\n" }
        if let help = family.help {
            text += "# HELP \(name) \(SampleText.escaped(help, quotes: true))\n"
        }
        for series in family.series {
            text += SampleText.lines(
                series,
                of: name,
                ending: family.kind == .counter ? "_total" : "",
                bound: bound
            )
        }
        return text
    }

    /// A bound in the one form that the format knows: whole ones with a fraction of zero.
    private static func bound(_ value: Double) -> String {
        value.isInfinite ? "+Inf" : "\(value)"
    }
}
