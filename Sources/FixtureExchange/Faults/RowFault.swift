/// What a fault does to the rows of a page, the same for every venue.
enum RowFault: Sendable, Hashable {
    /// How a row comes twice.
    enum Duplicate: String, Sendable {
        /// The middle row is repeated.
        case identical
        /// The middle row is repeated with another close and volume.
        case altered
        /// The page begins with the row before the one that was asked for.
        case edge
    }

    case duplicate(Duplicate)
    /// The two middle rows change places.
    case swapped
    /// The page runs the other way.
    case reversed
    /// Rows do not exist (yet).
    case hide(HiddenRows)
    /// A field of the row that opens then has another text.
    case revise(openTime: Int64, field: CandleField, text: String)

    /// Reads the words of a switch, or returns `nil` where they are no fault of rows.
    init?(_ words: [String], in text: String) throws(FixtureExchangeError) {
        switch (words[0], words.count) {
        case ("duplicate", 1): self = .duplicate(.identical)
        case ("duplicate", 2):
            guard let kind = Duplicate(rawValue: words[1]) else { return nil }
            self = .duplicate(kind)
        case ("unordered", 1): self = .swapped
        case ("unordered", 2) where words[1] == "reversed": self = .reversed
        case ("silent", 1): self = .hide(.share(percent: 40))
        case ("silent", 2):
            guard let percent = Int(words[1]), (0...100).contains(percent) else { return nil }
            self = .hide(.share(percent: percent))
        case ("late", 2...):
            let open = try milliseconds(words[1...].joined(separator: ":"), in: text)
            self = .hide(.span(open...open))
        case ("hide", 2...):
            self = .hide(.span(try RowFault.span(words[1...].joined(separator: ":"), in: text)))
        case ("revise", 4...):
            guard let field = CandleField(rawValue: words[words.count - 2]) else {
                throw FixtureExchangeError(
                    .badFault,
                    "read fault \(quoted(text)): \(quoted(words[words.count - 2])) is no field; "
                        + "fields are "
                        + CandleField.allCases.map(\.rawValue).joined(separator: ", ")
                )
            }
            let time = words[1..<(words.count - 2)].joined(separator: ":")
            self = .revise(
                openTime: try milliseconds(time, in: text),
                field: field,
                text: words[words.count - 1]
            )
        default: return nil
        }
    }

    private static func span(
        _ word: String,
        in text: String
    ) throws(FixtureExchangeError) -> ClosedRange<Int64> {
        let dots = word.indices.first { word[$0...].hasPrefix("..") }
        guard let dots else {
            let open = try milliseconds(word, in: text)
            return open...open
        }
        let from = try milliseconds(String(word[..<dots]), in: text)
        let through = try milliseconds(String(word[dots...].dropFirst(2)), in: text)
        guard from <= through else {
            throw FixtureExchangeError(
                .badFault,
                "read fault \(quoted(text)): the span ends before it begins"
            )
        }
        return from...through
    }
}
