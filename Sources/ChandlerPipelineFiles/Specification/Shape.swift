/// What kind of value a key takes, as far as documents and the schema can tell it.
indirect enum Shape: Sendable {
    /// A text that follows a rule.
    case text(TextRule)
    /// One of some words.
    case word([String])
    /// A whole number.
    case whole(ClosedRange<Int>)
    /// A number from a limit on, or above it.
    case number(above: Double, isIncluded: Bool)
    /// `true` or `false`.
    case flag
    /// `true`, because leaving the key out says the rest.
    case onlyTrue
    /// A list, or one value where there is only one.
    case list(of: Shape, isUnique: Bool, mayBeEmpty: Bool)
    /// Some words of their own, or else another shape.
    case words([String], or: Shape)
    /// A mapping with keys of its own.
    case section(SectionOutline)
    /// A mapping from names to values.
    case table(keys: [String], of: Shape)

    /// A text, for documents.
    struct TextRule: Sendable {
        /// Such as `a date`; follows "expected" in messages.
        let words: String
        /// What the whole text must match, in the dialect of JSON Schema.
        var pattern: String?
    }

    /// The shape in words that can follow "expected".
    var words: String {
        switch self {
        case .text(let rule): rule.words
        case .word(let words):
            words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
        case .whole(let range): Self.words(of: range)
        case .number(let limit, let isIncluded):
            "a number "
                + (isIncluded
                    ? "from \(Literal.number(limit).yaml) on"
                    : "greater than \(Literal.number(limit).yaml)")
        case .flag: "true or false"
        case .onlyTrue: "true"
        case .list(of: .section, _, _): "a list of mappings"
        case .list(let item, _, _): "a list, each item \(item.words)"
        case .words(let words, let other): words.joined(separator: ", ") + " or \(other.words)"
        case .section: "a mapping of keys"
        case .table(let keys, let value):
            "a mapping from \(keys.joined(separator: ", ")) to \(value.words)"
        }
    }

    private static func words(of range: ClosedRange<Int>) -> String {
        range.upperBound == Int.max
            ? "a whole number from \(range.lowerBound) on"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    /// The keys below, where there are any.
    var section: SectionOutline? {
        switch self {
        case .section(let outline): outline
        case .list(let item, _, _): item.section
        default: nil
        }
    }

    /// Whether it is a list.
    var isList: Bool {
        if case .list = self { return true }
        return false
    }
}
