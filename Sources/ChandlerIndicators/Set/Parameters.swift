/// The numbers in an indicator's name.
struct Parameters: Sendable, Hashable {
    let values: [Double]

    /// The parameter at `index`, which the family declares as a period.
    func period(_ index: Int) -> Int { Int(values[index]) }

    /// The parameter at `index`, which the family declares as a factor.
    func factor(_ index: Int) -> Double { values[index] }
}

/// What a place in an indicator's name may hold.
enum ParameterRule: Sendable, Hashable {
    /// A whole number of candles, at least the given one.
    case period(from: Int)
    /// A positive decimal, spelled with `p` for the point: `2p5`.
    case factor(upTo: Double)

    static let period = ParameterRule.period(from: 1)
    static let factor = ParameterRule.factor(upTo: 10_000)

    /// The largest period: about a week of minutes, far beyond what is in use.
    static let periodLimit = 10_000

    /// Reads one parameter; only one spelling of a number is accepted, so that a column has
    /// one name.
    ///
    /// - Parameter text: The characters between two underscores.
    /// - Returns: The number, or the reason why it is none.
    func read(_ text: Substring) -> Result<Double, Refusal> {
        switch self {
        case .period(let least):
            guard let value = Int(text), text == String(value)[...] else {
                return .failure(Refusal(reason: "needs a whole number where it has \"\(text)\""))
            }
            guard value >= least, value <= Self.periodLimit else {
                return .failure(
                    Refusal(
                        reason: "has the period \(value), which is outside \(least) to"
                            + " \(Self.periodLimit)"
                    )
                )
            }
            return .success(Double(value))
        case .factor(let most):
            return Self.readDecimal(text, upTo: most)
        }
    }

    private static func readDecimal(_ text: Substring, upTo most: Double) -> Result<Double, Refusal>
    {
        let parts = text.split(separator: "p", omittingEmptySubsequences: false)
        let isPlain =
            (1...2).contains(parts.count)
            && parts.allSatisfy { part in
                (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
            }
        guard isPlain, let value = Double(parts.joined(separator: ".")) else {
            return .failure(
                Refusal(reason: "needs a number such as 2 or 2p5 where it has \"\(text)\"")
            )
        }
        let isShortest =
            (parts[0] == "0" || parts[0].first != "0") && (parts.count == 1 || parts[1].last != "0")
        guard isShortest else {
            return .failure(Refusal(reason: "writes \"\(text)\" with zeros that it must not have"))
        }
        guard value > 0, value <= most else {
            return .failure(
                Refusal(reason: "has the factor \(text), which is not above 0 and at most \(most)")
            )
        }
        return .success(value)
    }

    /// Why a text is not a parameter, in words that follow the indicator's name.
    struct Refusal: Error {
        let reason: String
    }
}
