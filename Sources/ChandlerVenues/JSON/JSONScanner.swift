/// Finds the values of a JSON text, and refuses what RFC 8259 does not allow.
///
/// Numbers may be of any size, unlike those of simdjson's document parser: supplies of tokens have
/// more digits than 64 bits hold. The text has been found valid UTF-8 before.
struct JSONScanner {
    /// How deep values may lie in each other, as in simdjson.
    private static let deepest = 1_024

    private let bytes: [UInt8]
    private var position = 0
    /// The arrays and objects that have not ended.
    private var open: [Int] = []
    /// The values found.
    private(set) var nodes: [JSONTree.Node] = []

    /// Begins before a text.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        nodes.reserveCapacity(bytes.count / 8)
    }

    /// Reads all of the text.
    mutating func scan() throws(JSONFault) {
        skipBlanks()
        try value()
        while let container = open.last {
            let isObject = nodes[container].kind == .object
            skipBlanks()
            switch byte {
            case UInt8(ascii: ","):
                position += 1
                skipBlanks()
                if isObject { try name() }
                try value()
            case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject: close()
            default: throw fault(isObject ? "a comma or brace" : "a comma or bracket")
            }
        }
        skipBlanks()
        guard position == bytes.count else { throw fault("the end") }
    }

    /// The byte here; zero, which no JSON text holds, at the end.
    private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    /// A value; of an array or object only what comes before its first value's end.
    private mutating func value() throws(JSONFault) {
        while true {
            switch byte {
            case UInt8(ascii: "{"):
                try enter(.object)
                if byte == UInt8(ascii: "}") { return close() }
                try name()
            case UInt8(ascii: "["):
                try enter(.array)
                if byte == UInt8(ascii: "]") { return close() }
            case UInt8(ascii: "\""): return try string()
            case UInt8(ascii: "n"): return try word("null", .null)
            case UInt8(ascii: "t"): return try word("true", .bool)
            case UInt8(ascii: "f"): return try word("false", .bool)
            default:
                let end = JSONNumber.end(of: bytes, from: position)
                guard let end else { throw fault("a value") }
                return append(.number, through: end)
            }
        }
    }

    private mutating func enter(_ kind: JSONTree.Kind) throws(JSONFault) {
        guard open.count < Self.deepest else { throw fault("less depth") }
        open.append(nodes.count)
        append(kind, through: position + 1)
        skipBlanks()
    }

    private mutating func close() {
        guard let container = open.popLast() else {
            preconditionFailure("Invariant: what ends has begun")
        }
        position += 1
        nodes[container].end = Int32(position)
        nodes[container].next = Int32(nodes.count)
    }

    private mutating func name() throws(JSONFault) {
        guard byte == UInt8(ascii: "\"") else { throw fault("a name") }
        try string()
        skipBlanks()
        guard byte == UInt8(ascii: ":") else { throw fault("a colon") }
        position += 1
        skipBlanks()
    }

    private mutating func string() throws(JSONFault) {
        var end = position + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            guard bytes[end] >= 32 else { throw fault("a string without control characters") }
            end += bytes[end] == UInt8(ascii: "\\") ? try escape(at: end) : 1
        }
        guard end < bytes.count else { throw fault("the end of a string") }
        append(.string, through: end + 1)
    }

    /// The length of an escape.
    private func escape(at place: Int) throws(JSONFault) -> Int {
        guard place + 1 < bytes.count else { throw fault("the end of a string") }
        if "\"\\/bfnrt".utf8.contains(bytes[place + 1]) { return 2 }
        let digits = bytes[(place + 1)...].prefix(5)
        guard digits.count == 5, digits.first == UInt8(ascii: "u"),
            digits.dropFirst().allSatisfy({ JSONText.hexDigit($0) != nil })
        else { throw fault("a string with valid escapes") }
        return 6
    }

    private mutating func word(_ text: String, _ kind: JSONTree.Kind) throws(JSONFault) {
        guard bytes[position...].starts(with: text.utf8) else { throw fault("a value") }
        append(kind, through: position + text.utf8.count)
    }

    private mutating func append(_ kind: JSONTree.Kind, through end: Int) {
        nodes.append(
            JSONTree.Node(
                kind: kind,
                start: Int32(position),
                end: Int32(end),
                next: Int32(nodes.count + 1)
            )
        )
        position = end
    }

    private mutating func skipBlanks() {
        while byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
    }

    private func fault(_ expected: String) -> JSONFault {
        JSONFault(words: "no JSON: \(expected) was expected at byte \(position)")
    }
}
