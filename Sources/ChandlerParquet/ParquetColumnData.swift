/// Hands the values of one column for one row group to the writer, without copying them.
///
/// `validity` has one flag per row, `false` where the row is null; `nil` means that no row is.
/// What `values` holds in a null row is ignored.
public enum ParquetColumnData: Sendable {
    /// Doubles without flags; NaN is a null where the column is nullable and a value where it is not.
    case doubles([Double])
    /// Signed 64-bit integers.
    case int64([Int64], validity: [Bool]? = nil)
    /// Signed 32-bit integers.
    case int32([Int32], validity: [Bool]? = nil)
    /// Microseconds since 1970 UTC.
    case timestamps([Int64], validity: [Bool]? = nil)
    /// Texts, any length.
    case strings([String], validity: [Bool]? = nil)
    /// True and false.
    case booleans([Bool], validity: [Bool]? = nil)
    /// Days since 1970-01-01.
    case dates([Int32], validity: [Bool]? = nil)
    /// Decimals without their point: 1.50 in a column of scale 2 is 150.
    case decimals([Int128], validity: [Bool]? = nil)
    /// JSON documents, which are not looked into.
    case json([String], validity: [Bool]? = nil)
    /// Doubles bit for bit; NaN is a value like any other, with its payload, and -0 stays -0.
    case exactDoubles([Double], validity: [Bool]? = nil)
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
        case .doubles(let values), .exactDoubles(let values, _): values.count
        case .int64(let values, _), .timestamps(let values, _): values.count
        case .int32(let values, _), .dates(let values, _): values.count
        case .strings(let values, _), .json(let values, _): values.count
        case .booleans(let values, _): values.count
        case .decimals(let values, _): values.count
        case .repeatedString(_, let count): count
        }
    }

    /// Whether a column of this type takes the data.
    func fits(_ type: ParquetColumnType) -> Bool {
        switch (self, type) {
        case (.doubles, .double), (.exactDoubles, .double), (.int64, .int64), (.int32, .int32),
            (.timestamps, .timestampMicroseconds), (.strings, .string), (.repeatedString, .string),
            (.booleans, .boolean), (.dates, .date), (.decimals, .decimal), (.json, .json):
            true
        default: false
        }
    }

    /// What the data is, in messages.
    var typeName: String {
        switch self {
        case .doubles, .exactDoubles: "double"
        case .int64: "int64"
        case .int32: "int32"
        case .timestamps: "timestampMicroseconds"
        case .strings, .repeatedString: "string"
        case .booleans: "boolean"
        case .dates: "date"
        case .decimals: "decimal"
        case .json: "json"
        }
    }

    var validity: [Bool]? {
        switch self {
        case .int64(_, let validity), .timestamps(_, let validity): validity
        case .int32(_, let validity), .dates(_, let validity): validity
        case .strings(_, let validity), .json(_, let validity): validity
        case .booleans(_, let validity): validity
        case .decimals(_, let validity): validity
        case .exactDoubles(_, let validity): validity
        case .doubles, .repeatedString: nil
        }
    }
}
