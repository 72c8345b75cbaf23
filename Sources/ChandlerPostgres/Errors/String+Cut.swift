extension String {
    /// The text on one line, runs of white space as one space, cut with an ellipsis.
    func singleLine(cutTo limit: Int) -> String {
        var line = ""
        var pendingSpace = false
        for character in self {
            if character.isWhitespace {
                pendingSpace = !line.isEmpty
                continue
            }
            if pendingSpace { line.append(" ") }
            pendingSpace = false
            line.append(character)
        }
        return line.count <= limit ? line : "\(line.prefix(limit - 1))…"
    }
}
