/// How the values of a column travel: on the wire of a binary COPY, and in a Parquet file.
///
/// Every form keeps its values exactly, or refuses them. Types that have no form of their own travel
/// as the server's text.
enum ColumnForm: Sendable, Hashable {
    /// One byte.
    case boolean
    /// Two bytes; an `int32` in the file.
    case int16
    /// Four bytes.
    case int32
    /// Eight bytes.
    case int64
    /// Eight bytes, bit for bit.
    case double
    /// `numeric` with a fixed number of decimals.
    case decimal(precision: Int, scale: Int)
    /// Microseconds.
    case timestamp
    /// Days.
    case date
    /// UTF-8: `text`, `varchar`, `char` and enumerations.
    case text
    /// Sixteen bytes; the usual text in the file.
    case uuid
    /// `jsonb`: a version byte and the server's text.
    case json
    /// What the server prints: the statement casts the column to `text` and back.
    case cast

    /// Picks the form of a type of the catalog.
    ///
    /// - Parameters:
    ///   - type: `pg_type.typname`, or `nil` for types that are not the server's own.
    ///   - isEnumeration: Whether it is an enumeration.
    ///   - modifier: `atttypmod`.
    init(type: String?, isEnumeration: Bool, modifier: Int) {
        self =
            switch type {
            case _ where isEnumeration: .text
            case "bool": .boolean
            case "int2": .int16
            case "int4": .int32
            case "int8": .int64
            case "float8": .double
            case "numeric": ColumnForm.numeric(modifier)
            case "timestamptz": .timestamp
            case "date": .date
            case "text", "varchar", "bpchar": .text
            case "uuid": .uuid
            case "jsonb": .json
            default: .cast
            }
    }

    /// A `numeric` without limits, or with more digits than the file's decimals have, is text.
    private static func numeric(_ modifier: Int) -> ColumnForm {
        guard modifier >= 4 else { return .cast }
        let precision = (modifier - 4) >> 16 & 0xFFFF
        let scale = ((modifier - 4) & 0x7FF ^ 0x400) - 0x400
        guard precision <= 38, (0...precision).contains(scale) else { return .cast }
        return .decimal(precision: precision, scale: scale)
    }
}

extension ColumnForm: CustomStringConvertible, Codable {
    /// The word in a manifest, such as `decimal(18,8)`.
    var description: String {
        switch self {
        case .boolean: "boolean"
        case .int16: "int16"
        case .int32: "int32"
        case .int64: "int64"
        case .double: "double"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        case .timestamp: "timestamp"
        case .date: "date"
        case .text: "text"
        case .uuid: "uuid"
        case .json: "json"
        case .cast: "cast"
        }
    }

    private static let simple: [ColumnForm] = [
        .boolean, .int16, .int32, .int64, .double, .timestamp, .date, .text, .uuid, .json, .cast,
    ]

    /// Reads the word of a manifest.
    init?(_ word: String) {
        if let found = ColumnForm.simple.first(where: { $0.description == word }) {
            self = found
            return
        }
        guard let match = word.wholeMatch(of: /decimal\(([0-9]{1,2}),([0-9]{1,2})\)/),
            let precision = Int(match.1), let scale = Int(match.2),
            (1...38).contains(precision), (0...precision).contains(scale)
        else { return nil }
        self = .decimal(precision: precision, scale: scale)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let word = try container.decode(String.self)
        guard let form = ColumnForm(word) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "no form of a column is called \"\(word.prefix(80))\""
            )
        }
        self = form
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
