/// A value as documents show it: JSON's kinds, with keys in a chosen order.
indirect enum Literal: Sendable, Hashable {
    case flag(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([Literal])
    case mapping([Member])

    /// A key with its value.
    struct Member: Sendable, Hashable {
        let key: String
        let value: Literal

        init(_ key: String, _ value: Literal) {
            self.key = key
            self.value = value
        }
    }

    /// The value as it would be written in a pipeline file, in one line.
    var yaml: String {
        switch self {
        case .flag(let value): return "\(value)"
        case .whole(let value): return "\(value)"
        case .number(let value): return value == value.rounded() ? "\(Int(value))" : "\(value)"
        case .text(let value):
            return value.wholeMatch(of: /[A-Za-z0-9.\/_@$+-][A-Za-z0-9.\/_@$+ :-]*/) != nil
                && !value.contains(": ") && !value.hasSuffix(":") && !value.hasSuffix(" ")
                && !["true", "false", "null"].contains(value) && Double(value) == nil
                && !value.hasPrefix("- ")
                ? value : json()
        case .list(let items): return "[\(items.map(\.yaml).joined(separator: ", "))]"
        case .mapping(let members):
            return "{\(members.map { "\($0.key): \($0.value.yaml)" }.joined(separator: ", "))}"
        }
    }

    /// The value as JSON, over several lines where it holds others.
    func json(indentation: String = "") -> String {
        let inner = indentation + "  "
        switch self {
        case .flag(let value): return "\(value)"
        case .whole(let value): return "\(value)"
        case .number(let value): return value == value.rounded() ? "\(Int(value))" : "\(value)"
        case .text(let value): return Self.quotedJSON(value)
        case .list(let items):
            guard !items.isEmpty else { return "[]" }
            let parts = items.map { $0.json(indentation: inner) }
            let line = "[\(parts.joined(separator: ", "))]"
            if indentation.count + line.count < 100, !line.contains("\n") { return line }
            return "[\n\(inner)" + parts.joined(separator: ",\n\(inner)") + "\n\(indentation)]"
        case .mapping(let members):
            guard !members.isEmpty else { return "{}" }
            let parts = members.map { member in
                "\(Self.quotedJSON(member.key)): \(member.value.json(indentation: inner))"
            }
            return "{\n\(inner)" + parts.joined(separator: ",\n\(inner)") + "\n\(indentation)}"
        }
    }

    private static func quotedJSON(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 {
                    let code = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
