extension WeightLimit {
    /// Reads a limit as people write it, such as `100/10s`, `1200/1m` or `6000/m`.
    ///
    /// The units are `ms`, `s`, `m` and `h`; a window without a number is one of its unit.
    ///
    /// - Parameter text: Weight, slash, window; blanks around each of them do not matter.
    /// - Throws: ``WeightLimitError`` saying what was expected.
    public init(parsing text: String) throws(WeightLimitError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(Self.trimmed)
        guard parts.count == 2 else {
            throw WeightLimitError(text, "there is not one slash in it")
        }
        guard let weight = Self.number(parts[0]) else {
            throw WeightLimitError(text, "its weight is no whole number from 1 to a billion")
        }
        let unit = parts[1].drop { $0.isNumber }
        let digits = parts[1].dropLast(unit.count)
        guard let milliseconds = Self.units[Self.trimmed(unit).lowercased()] else {
            throw WeightLimitError(text, "its window has none of the units ms, s, m and h")
        }
        guard let count = digits.isEmpty ? 1 : Self.number(digits),
            count <= Self.longestWindow / milliseconds
        else {
            throw WeightLimitError(text, "its window is not between 1ms and 24h")
        }
        self.init(weight: weight, per: .milliseconds(count * milliseconds))
    }

    /// Whether this limit lets less through over time; between equals, less at once.
    func isStricter(than other: WeightLimit) -> Bool {
        let rate = Double(weight) / (window / .seconds(1))
        let otherRate = Double(other.weight) / (other.window / .seconds(1))
        return rate == otherRate ? weight < other.weight : rate < otherRate
    }

    private static let units = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000]
    private static let longestWindow = 24 * 3_600_000

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(text), (1...1_000_000_000).contains(number)
        else { return nil }
        return number
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let head = text.drop { $0 == " " }
        return head.dropLast(head.reversed().prefix { $0 == " " }.count)
    }
}

extension WeightLimit: CustomStringConvertible {
    /// The limit as ``init(parsing:)`` reads it, such as `100/10s`.
    public var description: String {
        let milliseconds = window.wholeMilliseconds
        let unit = Self.units.filter { milliseconds.isMultiple(of: $0.value) }
            .max { $0.value < $1.value }
        return "\(weight)/\(milliseconds / (unit?.value ?? 1))\(unit?.key ?? "ms")"
    }
}
