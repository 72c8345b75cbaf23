/// A JSON document whose members keep the order they were given.
///
/// Numbers print as the shortest text that reads back, so the same document gives the same bytes
/// on every machine.
enum JSONValue: Sendable {
    case object([(String, JSONValue)])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case null

    /// The document with two spaces of indentation and a line end.
    var text: String {
        var text = ""
        write(to: &text, indent: "")
        return text + "\n"
    }

    /// A string, or null.
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    private func write(to text: inout String, indent: String) {
        switch self {
        case .object(let members):
            let lines = members.map { (JSONValue.escaped($0.0) + ": ", $0.1) }
            writeLines(lines, "{", "}", to: &text, indent)
        case .array(let elements):
            writeLines(elements.map { ("", $0) }, "[", "]", to: &text, indent)
        case .string(let value): text += JSONValue.escaped(value)
        case .integer(let value): text += String(value)
        case .number(let value):
            precondition(value.isFinite, "Invariant: a number of a manifest is finite")
            text +=
                value == value.rounded() && value.magnitude < 1e15
                ? String(Int64(value)) : String(value)
        case .bool(let value): text += value ? "true" : "false"
        case .null: text += "null"
        }
    }

    private func writeLines(
        _ lines: [(String, JSONValue)],
        _ opening: String,
        _ closing: String,
        to text: inout String,
        _ indent: String
    ) {
        text += opening
        for (index, (prefix, value)) in lines.enumerated() {
            text += index == 0 ? "\n" : ",\n"
            text += indent + "  " + prefix
            value.write(to: &text, indent: indent + "  ")
        }
        text += lines.isEmpty ? closing : "\n" + indent + closing
    }

    /// A text in quotes, with what JSON does not allow written as escapes.
    static func escaped(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
