import ChandlerCore

extension Kind where Value == String {
    /// A text that follows a rule.
    ///
    /// - Parameters:
    ///   - words: What is expected, such as `a folder`.
    ///   - pattern: What the whole text must match, in the dialect of JSON Schema.
    ///   - hint: What to do about one that does not.
    ///   - accepts: Whether a text follows the rule.
    /// - Returns: The kind.
    static func text(
        _ words: String,
        pattern: String? = nil,
        hint: String? = nil,
        accepts: @escaping @Sendable (String) -> Bool
    ) -> Kind {
        .scalar(
            .text(Shape.TextRule(words: words, pattern: pattern)),
            literal: { .text($0) },
            parse: { (scalar) throws(Refusal) in
                if accepts(scalar.text) { return scalar.text }
                throw .expected(words, hint: hint)
            }
        )
    }

    /// Any words that are not empty.
    static var words: Kind {
        Kind.text("a text", pattern: "\\S") { !$0.allSatisfy(\.isWhitespace) }
    }

    /// A file or folder.
    static func place(_ words: String) -> Kind {
        .text(words, pattern: "\\S") { text in
            !text.allSatisfy(\.isWhitespace) && !text.contains { $0.isNewline }
        }
    }

    /// One of some words; one of their neighbours is told what was meant.
    static func word(_ words: [String], _ what: String) -> Kind {
        .scalar(
            .word(words),
            literal: { .text($0) },
            parse: { (scalar) throws(Refusal) in
                guard words.contains(scalar.text) else { throw .unknown(scalar.text, what, words) }
                return scalar.text
            }
        )
    }

    /// The name of a pipeline; it becomes part of units, locks and manifests.
    static var pipelineName: Kind {
        Kind.text(
            "a name of lower-case letters, digits and single hyphens (52 characters at most)",
            pattern: "^(?=.{1,52}$)[a-z0-9]+(-[a-z0-9]+)*$"
        ) { text in
            (1...52).contains(text.utf8.count)
                && text.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil
        }
    }

    /// The name of a chain.
    static var network: Kind {
        Kind.text(
            "the name of a chain in lower case (solana, ethereum)",
            pattern: "^[a-z0-9][a-z0-9_-]{0,39}$"
        ) { $0.wholeMatch(of: /[a-z0-9][a-z0-9_-]{0,39}/) != nil }
    }

    /// The name of a variable of the environment; anything else may be the secret itself.
    static var variable: Kind {
        Kind.scalar(
            .text(
                Shape.TextRule(
                    words: "the name of a variable of the environment",
                    pattern: "^[A-Z][A-Z0-9_]{0,127}$"
                )
            ),
            literal: { .text($0) },
            parse: { (scalar) throws(Refusal) in
                if scalar.text.wholeMatch(of: /[A-Z][A-Z0-9_]{0,127}/) != nil { return scalar.text }
                let isAddress = scalar.text.contains("://")
                throw Refusal(
                    message: (isAddress ? "this is an address; " : "")
                        + "the name of a variable of the environment was expected: capital letters, "
                        + "digits and _",
                    hint: scalar.text.hasPrefix("$")
                        ? "write the name alone, without $ and braces"
                        : "put the value into the environment and write the variable's name here",
                    isSecret: true
                )
            }
        )
    }
}

extension Refusal {
    /// Says that a word is not known, and which one may have been meant.
    static func unknown(
        _ text: String,
        _ what: String,
        _ words: [String],
        at: Range<Int>? = nil
    ) -> Refusal {
        let near = NearestWord.to(text, among: words)
        return Refusal(
            message: "\(what) \(Secrets.shown(text)) is not known",
            isWhole: true,
            hint: near.map { "did you mean \"\($0)\"?" }
                ?? "there \(words.count == 1 ? "is" : "are") \(words.joined(separator: ", "))",
            characters: at
        )
    }
}

extension Kind where Value == Bool {
    /// A truth value.
    static var flag: Kind {
        Kind.scalar(
            .flag,
            literal: { .flag($0) },
            parse: { (scalar) throws(Refusal) in
                switch scalar.text {
                case "true" where scalar.isPlain: return true
                case "false" where scalar.isPlain: return false
                default: throw .expected("true or false")
                }
            }
        )
    }

    /// A truth value of which only one says something.
    static var onlyTrue: Kind {
        Kind.scalar(
            .onlyTrue,
            literal: { $0 ? .flag(true) : nil },
            parse: { (scalar) throws(Refusal) in
                guard scalar.isPlain, scalar.text == "true" else {
                    throw .expected("true", hint: "remove the key where it is not wanted")
                }
                return true
            }
        )
    }
}

extension Kind where Value == Int {
    /// A whole number.
    static func whole(_ range: ClosedRange<Int>) -> Kind {
        let shape = Shape.whole(range)
        return .scalar(
            shape,
            literal: { .whole($0) },
            parse: { (scalar) throws(Refusal) in
                guard scalar.isPlain, let value = scalar.text.wholeNumber, range.contains(value)
                else { throw .expected(shape.words) }
                return value
            }
        )
    }
}

extension Kind where Value == Double {
    /// A number from a limit on, or above it.
    static func number(above limit: Double, isIncluded: Bool) -> Kind {
        let shape = Shape.number(above: limit, isIncluded: isIncluded)
        return .scalar(
            shape,
            literal: { .number($0) },
            parse: { (scalar) throws(Refusal) in
                let isNumber =
                    scalar.text.wholeMatch(
                        of: /[-+]?[0-9]{1,15}(\.[0-9]{0,15})?([eE][-+]?[0-9]{1,2})?/
                    )
                    != nil
                guard scalar.isPlain, isNumber, let value = Double(scalar.text),
                    isIncluded ? value >= limit : value > limit
                else { throw .expected(shape.words) }
                return value
            }
        )
    }
}

extension String {
    /// The whole number that is written here in decimal digits, as YAML 1.2 has it.
    var wholeNumber: Int? {
        wholeMatch(of: /[-+]?(0|[1-9][0-9]{0,17})/) == nil ? nil : Int(self)
    }
}
