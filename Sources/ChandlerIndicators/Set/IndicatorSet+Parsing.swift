extension IndicatorSet {
    /// Reads a list of column names and of the words `core`, `full` and `none`.
    ///
    /// Entries are separated by commas or line ends; `#` begins a comment that ends with the line.
    ///
    /// - Parameter text: Such as `core`, or `core, sma_37`, or the content of a file.
    /// - Throws: ``IndicatorError`` with code `unknownName`, `badParameter`, `looksAhead` or
    ///   `emptyList`.
    public init(parsing text: String) throws(IndicatorError) {
        var result = IndicatorSet.none
        var names: [String] = []
        var isEmpty = true
        for entry in Self.entries(of: text) {
            isEmpty = false
            switch entry {
            case "core": result = result.union(.core)
            case "full": result = result.union(.full)
            case "none": break
            default: names.append(entry)
            }
        }
        if isEmpty {
            throw IndicatorError(
                .emptyList,
                "choose indicators: the list is empty; write core, full, none or column names"
            )
        }
        self = result.union(try IndicatorSet(names: names))
    }

    private static func entries(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).flatMap { line in
            line.prefix { $0 != "#" }.split(separator: ",").map(trimmed).filter { !$0.isEmpty }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
