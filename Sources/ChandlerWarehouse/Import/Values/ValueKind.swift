/// How the text of a value is read, after the type of its column.
enum ValueKind: Sendable {
    /// `text`, or `varchar` with its limit in characters.
    case text(limit: Int?)
    /// `numeric` with at most eight decimals.
    case decimal(precision: Int, scale: Int)
    /// `double precision`.
    case double
    /// `smallint`, `integer` or `bigint`, by its bytes.
    case integer(bytes: Int)
    case boolean
    /// `timestamptz`; the column of a partition must lie in a year that can have one.
    case timestamp(isMonth: Bool)
    case date
    case uuid
    /// `jsonb`.
    case json
    /// A label of an enumeration.
    case label([[UInt8]])
    /// The `id` of another table's row, or the name that it is known by.
    case reference(hasKey: Bool)

    /// The kind of a column's type; `nil` for types that no imported table has.
    init?(type: String, modifier: Int, labels: [String]?, isMonth: Bool) {
        if let labels {
            self = .label(labels.map { Array($0.utf8) })
            return
        }
        switch type {
        case "text": self = .text(limit: nil)
        case "varchar": self = .text(limit: modifier < 0 ? nil : modifier - 4)
        case "numeric":
            let (precision, scale) = ((modifier - 4) >> 16 & 0xFFFF, (modifier - 4) & 0x7FF)
            // What the writer of rows holds: 128 bits of hundred-millionths.
            guard modifier >= 0, scale <= 8, precision - scale <= 29 else { return nil }
            self = .decimal(precision: precision, scale: scale)
        case "float8": self = .double
        case "int2": self = .integer(bytes: 2)
        case "int4": self = .integer(bytes: 4)
        case "int8": self = .integer(bytes: 8)
        case "bool": self = .boolean
        case "timestamptz": self = .timestamp(isMonth: isMonth)
        case "date": self = .date
        case "uuid": self = .uuid
        case "jsonb": self = .json
        default: return nil
        }
    }

    /// Whether an empty text is a value and not the absence of one.
    var takesEmptyText: Bool { if case .text = self { true } else { false } }
}
