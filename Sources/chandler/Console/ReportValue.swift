import Foundation

/// Any JSON value, as reports of runs hold them: those of older versions have other keys.
enum ReportValue: Codable, Hashable {
    case null
    case bool(Bool)
    case whole(Int64)
    case number(Double)
    case text(String)
    case list([ReportValue])
    case object([String: ReportValue])

    /// Reads a document; what cannot be read is ``null``.
    init(parsing text: String?) {
        let value = text.flatMap { text in
            try? JSONDecoder().decode(ReportValue.self, from: Data(text.utf8))
        }
        self = value ?? .null
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .whole(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([ReportValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: ReportValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .whole(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}

extension ReportValue {
    /// The value of a key; `null` where there is none.
    subscript(_ key: String) -> ReportValue {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    /// The elements of a list.
    var elements: [ReportValue] {
        if case .list(let elements) = self { elements } else { [] }
    }

    /// The members of an object, by key.
    var members: [(key: String, value: ReportValue)] {
        if case .object(let members) = self { members.sorted { $0.key < $1.key } } else { [] }
    }

    /// The text, if it is one.
    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The whole number, if it is one.
    var whole: Int? {
        switch self {
        case .whole(let value): Int(value)
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The number, if it is one.
    var number: Double? {
        switch self {
        case .whole(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
