import Foundation

extension RawAnswer {
    /// The body as a JSON object; empty where it is none.
    var object: [String: Any] { json as? [String: Any] ?? [:] }

    /// The body as a JSON array of objects; empty where it is none.
    var objects: [[String: Any]] { json as? [[String: Any]] ?? [] }

    /// The body read as JSON, or `nil` where it is none.
    var json: Any? { try? JSONSerialization.jsonObject(with: Data(body)) }

    /// The text of a member's value, as it was sent; for numbers that no double keeps.
    func sent(_ member: String) -> String? {
        guard let start = text.range(of: "\"\(member)\":")?.upperBound else { return nil }
        return String(text[start...].prefix { $0 != "," && $0 != "}" && $0 != "]" })
    }
}

/// Members of nested objects.
func member(_ object: [String: Any], _ path: String...) -> Any? {
    var value: Any? = object
    for name in path { value = (value as? [String: Any])?[name] }
    return value
}
