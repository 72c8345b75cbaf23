extension String {
    /// The text in quotes on one line, cut to 80 characters, control characters escaped.
    var inQuotes: String {
        var shown = ""
        for scalar in unicodeScalars.prefix(81) {
            if scalar.properties.generalCategory == .control {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown.count > 80 ? "\"\(shown.prefix(79))…\"" : "\"\(shown)\""
    }
}
