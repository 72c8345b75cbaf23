/// A column of an answer: its number from 0, or its name.
public enum PostgresColumn: Sendable, Hashable, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, CustomStringConvertible
{
    /// The column's number, from 0.
    case index(Int)
    /// The column's name as the server spells it; the first of several.
    case name(String)

    /// Makes a column from its number.
    public init(integerLiteral value: Int) { self = .index(value) }

    /// Makes a column from its name.
    public init(stringLiteral value: String) { self = .name(value) }

    /// The number, or the name in quotes.
    public var description: String {
        switch self {
        case .index(let index): "\(index)"
        case .name(let name): "\"\(name)\""
        }
    }
}
