/// Text as mdoc(7) takes it.
enum ManualText {
    /// A piece of a command's discussion.
    enum Block: Equatable {
        /// A line in capitals, such as `EXAMPLES`.
        case heading(String)
        /// Running text.
        case paragraph(String)
        /// Lines that stay as they are.
        case literal([String])
    }

    /// Takes a discussion apart: headings in capitals, indented lines and tables, and text.
    static func blocks(_ discussion: String) -> [Block] {
        var blocks: [Block] = []
        for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.drop { $0 == " " }
            switch blocks.last {
            case _ where words.isEmpty: blocks.append(.paragraph(""))
            case _ where isHeading(line): blocks.append(.heading(String(line)))
            case .literal(let lines) where isLiteral(line):
                blocks[blocks.count - 1] = .literal(lines + [String(line)])
            case _ where isLiteral(line): blocks.append(.literal([String(line)]))
            case .paragraph(let text) where !text.isEmpty:
                blocks[blocks.count - 1] = .paragraph("\(text) \(words)")
            default: blocks.append(.paragraph(String(words)))
            }
        }
        return blocks.filter { $0 != .paragraph("") }
    }

    private static func isHeading(_ line: Substring) -> Bool {
        line.first?.isUppercase == true && line.allSatisfy { $0.isUppercase || $0 == " " }
    }

    /// Indented lines are code; lines with columns are tables.
    private static func isLiteral(_ line: Substring) -> Bool {
        line.hasPrefix("  ") || line.drop { $0 == " " }.contains("   ")
    }

    /// Running text: every sentence begins a line, as mdoc(7) wants it.
    static func sentences(_ text: String) -> [String] {
        var sentences: [String] = [""]
        for word in text.split(separator: " ") {
            let isFirst = sentences[sentences.count - 1].isEmpty
            let piece = isFirst ? line(word) : escaped(word)
            sentences[sentences.count - 1] += (isFirst ? "" : " ") + (isCode(word) ? "\\%" : "")
            sentences[sentences.count - 1] += piece
            let end = word.last { !")]\"'".contains($0) }
            if let end, ".!?".contains(end) { sentences.append("") }
        }
        return sentences.filter { !$0.isEmpty }
    }

    /// Words of a command line, of variables and of files are not broken at the end of a line.
    private static func isCode(_ word: Substring) -> Bool {
        word.contains { "-_=/<".contains($0) } || word.dropFirst().contains(where: \.isUppercase)
    }

    /// Text that stands on a line of its own.
    static func line(_ text: some StringProtocol) -> String {
        let escaped = escaped(text)
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    /// Text as one argument of a macro, which is never read as a macro itself.
    static func argument(_ text: some StringProtocol) -> String {
        "\"\\&" + escaped(text).replacing("\"", with: "\\(dq") + "\""
    }

    private static func escaped(_ text: some StringProtocol) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count))
                result += digits + "]"
            }
        }
    }
}
