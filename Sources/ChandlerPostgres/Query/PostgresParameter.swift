/// A value that goes to the server beside a statement, never inside its text.
public enum PostgresParameter: Sendable, Hashable {
    /// A text whose type the server takes from its place: also right for `jsonb`, `date`, `numeric`.
    case text(String)
    /// A `bigint`; write `$1::int` where a function wants a smaller one.
    case int64(Int64)
    /// A `boolean`.
    case bool(Bool)
    /// A `bytea`.
    case bytes([UInt8])
    /// A `timestamptz` in microseconds since 1970 UTC.
    case timestampMicroseconds(Int64)
    /// NULL of whatever type its place wants.
    case null
}

extension PostgresParameter: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// Makes a text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// Makes a `bigint`.
    public init(integerLiteral value: Int64) { self = .int64(value) }

    /// Makes a `boolean`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Makes NULL.
    public init(nilLiteral: ()) { self = .null }
}
