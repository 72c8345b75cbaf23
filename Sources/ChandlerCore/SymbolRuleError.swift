/// A text that is no rule for picking symbols.
public struct SymbolRuleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found, quoted.
    public let found: String
    /// What was expected in its place.
    public let expected: String

    /// What was found and what was expected.
    public var description: String { "\(found) picks no symbols: expected \(expected)" }
}
