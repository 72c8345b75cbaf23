import Testing

/// A file with one mistake; `«` stands before the character at which it must be found.
struct PlantedMistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let message: String
    let line: Int
    let column: Int
    let keyPath: String?

    init(_ name: String, _ marked: String, _ message: String, keyPath: String? = nil) {
        testDescription = name
        self.message = message
        self.keyPath = keyPath
        text = marked.replacing("«", with: "")
        let before = marked.prefix { $0 != "«" }
        line = before.count { $0.isNewline } + 1
        let last = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).last
        column = (last?.unicodeScalars.count ?? 0) + 1
    }

    /// A pipeline with one entry of series that is right but for what is put in its place.
    static func series(
        _ name: String,
        venue: String = "venue: binance",
        symbols: String = "symbols: [BTCUSDT]",
        intervals: String = "intervals: [1m]",
        from: String = "from: 90d",
        more: String = "",
        _ message: String,
        keyPath: String? = nil
    ) -> PlantedMistake {
        let lines = [venue, symbols, intervals, from, more].filter { !$0.isEmpty }
        let entry = lines.joined(separator: "\n    ")
        return PlantedMistake(name, "name: p\nseries:\n  - \(entry)\n", message, keyPath: keyPath)
    }

    /// A right pipeline with further keys.
    static func with(
        _ name: String,
        _ more: String,
        _ message: String,
        keyPath: String? = nil
    ) -> PlantedMistake {
        PlantedMistake(name, right + more, message, keyPath: keyPath)
    }

    /// A small pipeline without a mistake.
    static let right = """
        name: p
        series:
          - venue: binance
            symbols: [BTCUSDT]
            intervals: [1m]
            from: 90d

        """
}
