/// Says what the values of a column are and how readers see them.
public enum ParquetColumnType: String, Sendable, CaseIterable {
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
}
