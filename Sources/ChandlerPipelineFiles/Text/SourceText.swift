/// A text that the parser of YAML can take, and its lines.
struct SourceText: Sendable {
    /// The text without a byte order mark.
    let text: String
    /// The lines without their ends, as the parser counts them.
    let lines: [[Unicode.Scalar]]

    init(_ text: String) {
        self.text = text
        lines = Self.lines(of: text)
    }

    /// The scalar at a place; `nil` at the end of a line.
    func scalar(at position: Position) -> Unicode.Scalar? {
        rest(from: position).first
    }

    /// What a line holds from a place on.
    func rest(from position: Position) -> ArraySlice<Unicode.Scalar> {
        guard lines.indices.contains(position.line - 1) else { return [] }
        let line = lines[position.line - 1]
        return position.column - 1 <= line.count ? line[(position.column - 1)...] : []
    }

    /// Where the text ends.
    var end: Position {
        Position(line: max(1, lines.count), column: (lines.last?.count ?? 0) + 1)
    }

    /// Splits as YAML 1.1 does: at LF, CR, CR LF, NEL, LS and PS.
    private static func lines(of text: String) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = [[]]
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            if scalar == "\n", previous == "\r" {
                // The line ended with the CR before.
            } else if isBreak(scalar) {
                lines.append([])
            } else {
                lines[lines.count - 1].append(scalar)
            }
            previous = scalar
        }
        return lines
    }

    static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\u{85}" || scalar == "\u{2028}"
            || scalar == "\u{2029}"
    }
}
