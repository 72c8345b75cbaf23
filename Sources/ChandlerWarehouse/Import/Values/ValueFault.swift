/// Why a value cannot be stored in its column.
struct ValueFault: Error {
    /// A stable word.
    let rule: String
    /// What was found and what the rule is.
    let words: String

    init(_ rule: String, _ words: String) {
        self.rule = rule
        self.words = words
    }

    /// A value that is not of its column's type.
    static func type(_ bytes: UnsafeBufferPointer<UInt8>, _ expected: String) -> ValueFault {
        ValueFault("type", "was \(shown(bytes)), expected \(expected)")
    }

    /// A value that is of the type and does not fit.
    static func range(_ bytes: UnsafeBufferPointer<UInt8>, _ limit: String) -> ValueFault {
        ValueFault("range", "was \(shown(bytes)), \(limit)")
    }

    static func shown(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes.prefix(400), as: UTF8.self).inQuotes
    }
}
