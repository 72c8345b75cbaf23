import Foundation

/// Any JSON value.
package enum JSONDocument: Sendable, Hashable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONDocument])
    case object([String: JSONDocument])

    /// Reads one document and nothing behind it.
    package init(parsing text: String) throws {
        self = try JSONDecoder().decode(JSONDocument.self, from: Data(text.utf8))
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONDocument].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONDocument].self))
        }
    }

    /// The value of a key; `null` where there is none.
    package subscript(_ key: String) -> JSONDocument {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    /// The element at a place; `null` where there is none.
    package subscript(_ index: Int) -> JSONDocument {
        if case .list(let elements) = self, elements.indices.contains(index) {
            elements[index]
        } else {
            .null
        }
    }

    /// The keys of an object.
    package var keys: Set<String> {
        if case .object(let members) = self { Set(members.keys) } else { [] }
    }

    /// The elements of a list.
    package var elements: [JSONDocument] {
        if case .list(let elements) = self { elements } else { [] }
    }

    /// The text, if it is one.
    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The whole number, if it is one.
    package var int: Int? {
        if case .number(let number) = self { Int(exactly: number) } else { nil }
    }
}
