/// A text of a program as part of a message: on one line, and not endless.
func clipped(_ text: String, to limit: Int = 80) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count <= limit ? line : "\(line.prefix(limit - 1))…"
}
