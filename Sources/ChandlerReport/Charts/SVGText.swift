/// The text of an SVG or HTML document.
enum SVGText {
    /// A coordinate in pixels, to a tenth.
    static func number(_ value: Double) -> String {
        precondition(value.isFinite, "Invariant: a coordinate is a number")
        let tenths = Int((value * 10).rounded())
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return (tenths < 0 ? "-" : "") + String(whole) + (rest == 0 ? "" : ".\(rest)")
    }

    /// The nearest place at which a line one pixel wide is sharp.
    static func crisp(_ value: Double) -> Double { value.rounded(.down) + 0.5 }

    /// Text as it may stand between tags and in attributes.
    ///
    /// Characters that XML cannot hold, and marks that turn the direction of what follows, are shown
    /// as a replacement.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            default: result.unicodeScalars.append(isShown(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        default: true
        }
    }
}
