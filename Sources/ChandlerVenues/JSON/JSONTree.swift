import ChandlerHTTP

/// A whole JSON document with the place of every value in its bytes.
///
/// Aggregators send objects of which most members are optional and which are stored as they were
/// sent; so members are looked up by name, and every value gives the exact text it stands as.
final class JSONTree: Sendable {
    /// What a value is.
    enum Kind: UInt8, Sendable {
        case null, bool, number, string, array, object
    }

    /// One value; those inside it follow it, members as a name and a value.
    struct Node: Sendable {
        let kind: Kind
        /// Its first byte, for a string the opening quote.
        let start: Int32
        /// The byte after its last.
        var end: Int32
        /// The position of the first node that is not inside it.
        var next: Int32
    }

    /// The bytes of the document.
    let bytes: [UInt8]
    /// The values in the order of the text; the document itself is the first.
    let nodes: [Node]

    /// Reads a document.
    ///
    /// - Throws: ``JSONFault`` where the body is not one JSON value in UTF-8.
    init(_ body: HTTPBody) throws(JSONFault) {
        let bytes = body.bytes
        guard bytes.count < Int32.max else { throw JSONFault(words: "the body is over 2 GB") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw JSONFault(words: "the body is not UTF-8")
        }
        var scanner = JSONScanner(bytes)
        try scanner.scan()
        self.bytes = bytes
        nodes = scanner.nodes
    }

    /// The document itself.
    var root: JSONValue { JSONValue(tree: self, index: 0) }
}
