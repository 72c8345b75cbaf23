import ChandlerParquet

extension ParquetColumnType {
    /// The type as the manifest names it: a NumPy or Arrow name.
    var manifestName: String {
        switch self {
        case .double: "float64"
        case .int64: "int64"
        case .int32: "int32"
        case .timestampMicroseconds: "timestamp[us, tz=UTC]"
        case .string: "string"
        case .boolean: "bool"
        case .date: "date32[day]"
        case .json: "json"
        case .decimal(let precision, let scale): "decimal128(\(precision), \(scale))"
        }
    }
}
