/// Says what the values of a column are and how readers see them.
public enum ParquetColumnType: Sendable, Hashable {
    /// IEEE 754 binary64; `float64` in every reader.
    case double
    /// Signed 64-bit integer.
    case int64
    /// Signed 32-bit integer.
    case int32
    /// Microseconds since 1970-01-01T00:00:00Z, shown by readers as a time in UTC.
    case timestampMicroseconds
    /// UTF-8 text.
    case string
    /// True or false, one bit a row.
    case boolean
    /// Days since 1970-01-01, without a time of day.
    case date
    /// A JSON document as UTF-8 text, kept byte for byte.
    case json
    /// A decimal number of a fixed number of digits: exact, unlike a double.
    ///
    /// `precision` digits in all, 1 to 38, of which `scale` stand behind the point. A value is
    /// handed over without its point: 1.50 of `scale` 2 is 150.
    case decimal(precision: Int, scale: Int)
}

extension ParquetColumnType: CustomStringConvertible {
    /// The name in messages, such as `int64` or `decimal(18,8)`.
    public var description: String {
        switch self {
        case .double: "double"
        case .int64: "int64"
        case .int32: "int32"
        case .timestampMicroseconds: "timestampMicroseconds"
        case .string: "string"
        case .boolean: "boolean"
        case .date: "date"
        case .json: "json"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        }
    }
}
