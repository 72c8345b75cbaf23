/// The parameters of a query in the order in which they were sent.
struct QueryParameters: Sendable, Hashable {
    /// One `name=value` pair, percent-decoded.
    struct Pair: Sendable, Hashable {
        let name: String
        let value: String
    }

    let pairs: [Pair]

    init(_ query: String) {
        pairs = query.split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(
                name: QueryParameters.decoded(sides[0]),
                value: sides.count > 1 ? QueryParameters.decoded(sides[1]) : ""
            )
        }
    }

    /// The value of the first parameter of that name.
    subscript(_ name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// A piece of a path, in which a plus is a plus.
    static func percentDecoded(_ text: Substring) -> String {
        text.contains("%")
            ? decoded(
                Substring(
                    text.split(separator: "+", omittingEmptySubsequences: false).joined(
                        separator: "%2B"
                    )
                )
            ) : String(text)
    }

    private static func decoded(_ text: Substring) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") })
        else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = hexByte(rest.prefix(2)) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexByte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        digits.count == 2 ? UInt8(String(decoding: digits, as: UTF8.self), radix: 16) : nil
    }
}
