import ChandlerCore
import ChandlerIndicators
import ChandlerVenues

extension Kind where Value == String {
    private static var venueNames: [String] {
        VenueCatalogue.all.map(\.name)
    }
    private static var poolVenueNames: [String] {
        AggregatorCatalogue.all
            .filter { !$0.intervals.isEmpty }.map(\.name)
    }
    private static var tokenSourceNames: [String] {
        AggregatorCatalogue.all
            .filter { !$0.questions.isEmpty }.map(\.name)
    }

    /// A venue with symbols.
    static var venue: Kind {
        named("the venue", venueNames) { name in
            AggregatorCatalogue.all.contains { $0.name == name }
                ? "\"\(name)\" has no symbols: its pools stand under pools, its tokens under tokens"
                : nil
        }
    }

    /// An aggregator with candles of pools.
    static var poolVenue: Kind {
        named("the aggregator", poolVenueNames) { name in
            if venueNames.contains(name) {
                return "\"\(name)\" has no pools: its symbols stand under series"
            }
            return tokenSourceNames.contains(name) ? "\"\(name)\" has no candles of pools" : nil
        }
    }

    /// An aggregator that tells something about tokens.
    static var tokenSource: Kind {
        named("the aggregator", tokenSourceNames) { name in
            venueNames.contains(name)
                ? "\"\(name)\" tells nothing about tokens: its symbols stand under series" : nil
        }
    }

    /// A name of a list, with other words for names that stand elsewhere.
    private static func named(
        _ what: String,
        _ names: [String],
        elsewhere: @escaping @Sendable (String) -> String?
    ) -> Kind {
        .scalar(
            .word(names),
            literal: { .text($0) },
            parse: { (scalar) throws(Refusal) in
                if names.contains(scalar.text) { return scalar.text }
                if let words = elsewhere(scalar.text) {
                    let list = names.joined(separator: ", ")
                    throw Refusal(message: words, isWhole: true, hint: "there are \(list)")
                }
                throw .unknown(scalar.text, what, names)
            }
        )
    }

    /// The address of a pool or token, or a coin's key.
    static var address: Kind {
        Kind.text(
            "an address of 1 to 128 letters and digits",
            pattern: "^[!-~]{1,128}$"
        ) { text in
            (1...128).contains(text.utf8.count)
                && text.utf8.allSatisfy {
                    (0x21...0x7E).contains($0) && !"/,@?#%".utf8.contains($0)
                }
        }
    }
}

extension Kind where Value == Symbol {
    /// A ticker.
    static var symbol: Kind {
        Kind.scalar(
            .text(
                Shape.TextRule(
                    words: "a ticker of 1 to 20 letters and digits, such as BTCUSDT",
                    pattern: "^[A-Za-z0-9]{1,20}$"
                )
            ),
            literal: { .text($0.text) },
            parse: { (scalar) throws(Refusal) in
                if let symbol = try? Symbol(scalar.text) { return symbol }
                let text = scalar.text
                let hint: String
                if text.contains(",") || text.contains(" ") {
                    hint = "write several as a list: [BTCUSDT, ETHUSDT]"
                } else if text.hasPrefix("top:") {
                    hint = "a rule stands under the key rule"
                } else {
                    let plain = text.filter { !"-/_: .".contains($0) }
                    hint =
                        (try? Symbol(plain)).map { "did you mean \"\($0.text)\"?" }
                        ?? "leave separators out"
                }
                throw .expected(
                    "a ticker of 1 to 20 letters and digits without separators",
                    hint: hint,
                    at: text.firstCharacter { !$0.isASCII || !($0.isLetter || $0.isNumber) }
                )
            }
        )
    }
}

extension Kind where Value == SymbolRule {
    /// A rule that picks tickers.
    static var symbolRule: Kind {
        Kind.scalar(
            .text(
                Shape.TextRule(
                    words: "a rule top:COUNT:QUOTE, such as top:50:USDT",
                    pattern: "^[Tt][Oo][Pp]:[0-9]+:[A-Za-z0-9]{1,20}$"
                )
            ),
            literal: { .text($0.description) },
            parse: { (scalar) throws(Refusal) in
                do throws(SymbolRuleError) {
                    return try SymbolRule(parsing: scalar.text)
                } catch {
                    throw Refusal(message: "\(error.expected) was expected")
                }
            }
        )
    }
}

extension Kind where Value == Interval {
    /// The length of a candle.
    static var interval: Kind {
        Kind.scalar(
            .word(Interval.allCases.map(\.rawValue)),
            literal: { .text($0.rawValue) },
            parse: { (scalar) throws(Refusal) in
                if let interval = Interval(rawValue: scalar.text) { return interval }
                let names = Interval.allCases.map(\.rawValue)
                let other = names.first { $0.lowercased() == scalar.text.lowercased() }
                if scalar.text.contains(",") || scalar.text.contains(" ") {
                    throw .expected(
                        "the length of a candle",
                        hint: "write several as a list: [1m, 1h]"
                    )
                }
                throw Refusal(
                    message: "the interval \(Secrets.shown(scalar.text)) is not known",
                    isWhole: true,
                    hint: (other ?? NearestWord.to(scalar.text, among: names)).map {
                        "did you mean \"\($0)\"?"
                    } ?? "there are \(names.joined(separator: " "))"
                )
            }
        )
    }
}

extension String {
    /// The place of the first character that a condition holds for.
    func firstCharacter(where condition: (Character) -> Bool) -> Range<Int>? {
        enumerated().first { condition($0.element) }.map { $0.offset..<$0.offset + 1 }
    }
}
