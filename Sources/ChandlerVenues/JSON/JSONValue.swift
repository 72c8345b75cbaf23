/// A value in a ``JSONTree``.
///
/// What is missing and what is `null` look the same to all who ask for members: no data.
struct JSONValue: Sendable {
    let tree: JSONTree
    let index: Int

    private var node: JSONTree.Node { tree.nodes[index] }

    /// What the value is.
    var kind: JSONTree.Kind { node.kind }

    /// The value as it was sent.
    var raw: String {
        String(decoding: tree.bytes[Int(node.start)..<Int(node.end)], as: UTF8.self)
    }

    /// A member of an object; `nil` where there is none, or it is `null`, or this is no object.
    ///
    /// Of members with the same name it is the first.
    subscript(name: String) -> JSONValue? {
        guard kind == .object else { return nil }
        var place = index + 1
        while place < Int(node.next) {
            let value = JSONValue(tree: tree, index: Int(tree.nodes[place].next))
            if JSONValue(tree: tree, index: place).isText(name) {
                return value.kind == .null ? nil : value
            }
            place = Int(value.node.next)
        }
        return nil
    }

    /// A member of members.
    subscript(path: String...) -> JSONValue? {
        path.reduce(self) { value, name in value?[name] }
    }

    /// The elements of an array, or `nil` where this is none.
    var elements: [JSONValue]? {
        guard kind == .array else { return nil }
        var elements: [JSONValue] = []
        var place = index + 1
        while place < Int(node.next) {
            let element = JSONValue(tree: tree, index: place)
            elements.append(element)
            place = Int(element.node.next)
        }
        return elements
    }

    /// The members of an object in their order, or `nil` where this is none.
    var members: [(name: String, value: JSONValue)]? {
        guard kind == .object else { return nil }
        var members: [(name: String, value: JSONValue)] = []
        var place = index + 1
        while place < Int(node.next) {
            let name = JSONValue(tree: tree, index: place)
            let value = JSONValue(tree: tree, index: Int(name.node.next))
            members.append((name.string ?? "", value))
            place = Int(value.node.next)
        }
        return members
    }

    /// A string with its escapes replaced.
    var string: String? { kind == .string ? JSONText.unescaped(content) : nil }

    /// The finite number that this is, or that this string spells; `nil` for `NaN` and its like.
    var double: Double? {
        switch kind {
        case .number: JSONNumber.double(raw)
        case .string: string.flatMap(JSONNumber.double)
        case .null, .bool, .array, .object: nil
        }
    }

    /// The whole number that this is, or that this string spells, where it fits 64 bits.
    var integer: Int64? {
        switch kind {
        case .number: Int64(raw) ?? double.flatMap { Int64(exactly: $0) }
        case .string: string.flatMap { Int64($0) }
        case .null, .bool, .array, .object: nil
        }
    }

    /// What stands between the quotes.
    private var content: ArraySlice<UInt8> { tree.bytes[Int(node.start + 1)..<Int(node.end - 1)] }

    private func isText(_ text: String) -> Bool {
        content.contains(UInt8(ascii: "\\")) ? string == text : content.elementsEqual(text.utf8)
    }
}
