/// A key and its value.
struct YAMLMember: Sendable, Hashable {
    let key: String
    let value: YAMLNode

    init(_ key: String, _ value: YAMLNode) {
        self.key = key
        self.value = value
    }

    func lines(indent: Int) -> [String] {
        let head = String(repeating: " ", count: indent) + YAMLNode.text(key).inline + ":"
        switch value {
        case .map: return [head] + value.lines(indent: indent + 2)
        case .list: return [head] + value.lines(indent: indent + 2)
        case .block(let text):
            guard Self.fitsBlock(text) else { return ["\(head) \(YAMLNode.quoted(text))"] }
            let space = String(repeating: " ", count: indent + 2)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            return ["\(head) |"] + lines.map { $0.isEmpty ? "" : space + $0 }
        case .text, .number, .bool, .emptyMap: return ["\(head) \(value.inline)"]
        }
    }

    /// Whether a text can be written line by line: it ends with one line break, begins with no
    /// space, and holds nothing that a reader would change.
    private static func fitsBlock(_ text: String) -> Bool {
        guard text.hasSuffix("\n"), !text.hasSuffix("\n\n"), let first = text.first,
            !first.isWhitespace
        else { return false }
        return text.unicodeScalars.allSatisfy {
            $0 == "\n" || $0 == "\t" || YAMLNode.isPrintable($0)
        }
    }
}
