/// A value that is written as YAML.
indirect enum YAMLNode: Sendable, Hashable {
    case text(String)
    case number(Int)
    case bool(Bool)
    /// A text of many lines, written as it is where YAML allows that.
    case block(String)
    case list([YAMLNode])
    case map([YAMLMember])
    /// A map without members.
    case emptyMap

    /// The lines of the value below a key or a dash.
    func lines(indent: Int) -> [String] {
        let space = String(repeating: " ", count: indent)
        switch self {
        case .text, .number, .bool, .emptyMap: return [space + inline]
        case .block(let text): return [space + Self.quoted(text)]
        case .list(let items):
            return items.flatMap { item in
                let inner = item.lines(indent: indent + 2)
                return ["\(space)- \(inner[0].dropFirst(indent + 2))"] + inner.dropFirst()
            }
        case .map(let members): return members.flatMap { $0.lines(indent: indent) }
        }
    }

    /// The value in the line of its key; `nil` where it needs lines of its own.
    var inline: String {
        switch self {
        case .text(let text): Self.isPlain(text) ? text : Self.quoted(text)
        case .number(let number): "\(number)"
        case .bool(let bool): bool ? "true" : "false"
        case .block(let text): Self.quoted(text)
        case .emptyMap: "{}"
        case .list, .map: ""
        }
    }

    /// Whether no reader of any version of YAML takes the text for anything but a text.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) || first == 0x2F else { return false }
        let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
        return !words.contains(text.lowercased())
            && text.utf8.allSatisfy { byte in
                isLetter(byte) || (0x2D...0x39).contains(byte) || byte == 0x5F
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// A text in double quotes.
    static func quoted(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "\"") { result, scalar in
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if isPrintable(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    let hex = String(scalar.value, radix: 16)
                    result += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
                }
            }
        } + "\""
    }

    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        !ScheduledPipeline.isControl(scalar) && scalar.value != 0xFEFF && scalar.value < 0x10000
            && !(0xFFFE...0xFFFF).contains(scalar.value)
    }
}
