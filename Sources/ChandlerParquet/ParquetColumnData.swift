/// Hands the values of one column for one row group to the writer, without copying them.
///
/// `validity` has one flag per row, `false` where the row is null; `nil` means that no row is.
/// What `values` holds in a null row is ignored.
public enum ParquetColumnData: Sendable {
    /// Doubles; NaN is a null where the column is nullable and a value where it is not.
    case doubles([Double])
    /// Signed 64-bit integers.
    case int64([Int64], validity: [Bool]? = nil)
    /// Signed 32-bit integers.
    case int32([Int32], validity: [Bool]? = nil)
    /// Microseconds since 1970 UTC.
    case timestamps([Int64], validity: [Bool]? = nil)
    /// Texts, any length.
    case strings([String], validity: [Bool]? = nil)
    /// The same text in every row, at no cost per row.
    case repeatedString(String, count: Int)
}

extension ParquetColumnData {
    /// Splits optional 64-bit integers into values and validity.
    ///
    /// - Parameter values: One element per row, `nil` for null.
    /// - Returns: Data of type `int64`.
    public static func optionalInt64(_ values: [Int64?]) -> Self {
        .int64(values.map { $0 ?? 0 }, validity: values.map { $0 != nil })
    }

    /// Splits optional 32-bit integers into values and validity.
    ///
    /// - Parameter values: One element per row, `nil` for null.
    /// - Returns: Data of type `int32`.
    public static func optionalInt32(_ values: [Int32?]) -> Self {
        .int32(values.map { $0 ?? 0 }, validity: values.map { $0 != nil })
    }

    /// Splits optional timestamps into values and validity.
    ///
    /// - Parameter values: Microseconds since 1970 UTC, one element per row, `nil` for null.
    /// - Returns: Data of type `timestamps`.
    public static func optionalTimestamps(_ values: [Int64?]) -> Self {
        .timestamps(values.map { $0 ?? 0 }, validity: values.map { $0 != nil })
    }

    /// Splits optional texts into values and validity.
    ///
    /// - Parameter values: One element per row, `nil` for null.
    /// - Returns: Data of type `strings`.
    public static func optionalStrings(_ values: [String?]) -> Self {
        .strings(values.map { $0 ?? "" }, validity: values.map { $0 != nil })
    }

    /// How many rows the data has.
    public var rowCount: Int {
        switch self {
        case .doubles(let values): values.count
        case .int64(let values, _), .timestamps(let values, _): values.count
        case .int32(let values, _): values.count
        case .strings(let values, _): values.count
        case .repeatedString(_, let count): count
        }
    }

    var type: ParquetColumnType {
        switch self {
        case .doubles: .double
        case .int64: .int64
        case .int32: .int32
        case .timestamps: .timestampMicroseconds
        case .strings, .repeatedString: .string
        }
    }

    var validity: [Bool]? {
        switch self {
        case .int64(_, let validity), .timestamps(_, let validity): validity
        case .int32(_, let validity): validity
        case .strings(_, let validity): validity
        case .doubles, .repeatedString: nil
        }
    }
}
