/// libpq's message about a connection that failed, taken apart.
///
/// In its verbose form the last report reads `FATAL:  28P01: password authentication failed …`
/// with a `LOCATION:` line after it; libpq offers the code in no other way before a connection
/// stands.
struct ConnectionComplaint {
    /// The server's code, when a server refused.
    let sqlState: SQLState?

    /// The message without code and location.
    let words: String

    init(_ text: String) {
        var state: SQLState?
        var lines: [String] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("LOCATION:") {
            guard let place = Self.placeOfCode(in: line) else {
                lines.append(String(line))
                continue
            }
            state = SQLState(rawValue: String(line[place]))
            let rest = line[place.upperBound...].dropFirst(2)
            lines.append("\(line[..<place.lowerBound].trimmedEnd) \(rest)")
        }
        sqlState = state
        words = lines.joined(separator: " ")
    }

    /// The five characters between `:  ` and `: `.
    private static func placeOfCode(in line: Substring) -> Range<Substring.Index>? {
        var tail = line
        while let mark = tail.firstRange(of: ":  ") {
            tail = tail[mark.upperBound...]
            let code = tail.prefix(5)
            let isCode = code.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
            }
            if code.utf8.count == 5, isCode, tail[code.endIndex...].hasPrefix(": ") {
                return code.startIndex..<code.endIndex
            }
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmedEnd: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
