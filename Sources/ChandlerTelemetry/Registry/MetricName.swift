/// Makes names that Prometheus takes.
///
/// **Source:** Prometheus documentation, "Data model" and "Metric and label naming".
enum MetricName {
    /// The name of a metric: dots, hyphens and whatever else is not allowed become underscores.
    static func metric(_ text: String) -> String {
        valid(text, allowsColon: true)
    }

    /// The name of a family of counters, whose samples end in `_total`.
    static func counter(_ text: String) -> String {
        let name = metric(text)
        return name.hasSuffix("_total") && name.utf8.count > 6 ? String(name.dropLast(6)) : name
    }

    /// The name of a timer, which counts seconds.
    static func timer(_ text: String) -> String {
        let name = metric(text)
        return name.hasSuffix("_seconds") ? name : "\(name)_seconds"
    }

    /// The name of a label.
    ///
    /// Names that begin with two underscores are Prometheus' own, and so are those that tell the
    /// samples of a histogram or a summary apart.
    static func label(_ text: String) -> String {
        let name = valid(text, allowsColon: false)
        if ["le", "quantile"].contains(name) { return "exported_\(name)" }
        guard name.hasPrefix("__") else { return name }
        return "exported_\(name.drop { $0 == "_" })"
    }

    private static func valid(_ text: String, allowsColon: Bool) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_": name.unicodeScalars.append(scalar)
            case "0"..."9":
                if name.isEmpty { name += "_" }
                name.unicodeScalars.append(scalar)
            case ":" where allowsColon: name += ":"
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }
}
