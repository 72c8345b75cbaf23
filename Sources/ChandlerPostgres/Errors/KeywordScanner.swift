/// Finds `password = value` and `PASSWORD 'value'` in a text and hides the values.
struct KeywordScanner {
    private let bytes: [UInt8]
    private let lowered: [UInt8]
    private var position = 0
    private var output: [UInt8] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    mutating func scrubbed() -> String {
        while position < bytes.count {
            guard let length = keywordLength() else {
                output.append(bytes[position])
                position += 1
                continue
            }
            output += bytes[position..<position + length]
            position += length
            hideValue()
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func keywordLength() -> Int? {
        Redaction.secretKeywords.first { lowered[position...].starts(with: $0.utf8) }?.utf8.count
    }

    private mutating func hideValue() {
        var next = skipSpaces(from: position)
        let hasEquals = next < bytes.count && bytes[next] == UInt8(ascii: "=")
        if hasEquals { next = skipSpaces(from: next + 1) }
        let value = quotePosition(from: next)
        guard hasEquals || value != nil else { return }
        if bytes[next...].starts(with: Redaction.mask.utf8) { return }
        output += bytes[position..<next]
        output += Redaction.mask.utf8
        position = value.map { endOfQuoted(from: $0) } ?? endOfWord(from: next)
    }

    /// Where a quoted literal opens: `'`, `E'`, `U&'` or `$tag$`.
    private func quotePosition(from start: Int) -> Int? {
        let head = lowered[min(start, bytes.count)...].prefix(3)
        for (prefix, skip) in [("'", 0), ("e'", 1), ("u&'", 2), ("$", 0)]
        where head.starts(with: prefix.utf8) {
            return start + skip
        }
        return nil
    }

    private func endOfQuoted(from start: Int) -> Int {
        if bytes[start] == UInt8(ascii: "$") { return endOfDollarQuoted(from: start) }
        var index = start + 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                index += 2
            case UInt8(ascii: "'"):
                let following = index + 1
                guard following < bytes.count, bytes[following] == UInt8(ascii: "'") else {
                    return following
                }
                index += 2
            default:
                index += 1
            }
        }
        return bytes.count
    }

    private func endOfDollarQuoted(from start: Int) -> Int {
        guard let close = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "$")) else {
            return endOfWord(from: start)
        }
        let tag = bytes[start...close]
        var index = close + 1
        while index < bytes.count {
            if bytes[index...].starts(with: tag) { return index + tag.count }
            index += 1
        }
        return bytes.count
    }

    private func endOfWord(from start: Int) -> Int {
        var index = start
        while index < bytes.count, !isSpace(bytes[index]) {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, bytes.count)
    }

    private func skipSpaces(from start: Int) -> Int {
        var index = start
        while index < bytes.count, isSpace(bytes[index]) { index += 1 }
        return index
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
