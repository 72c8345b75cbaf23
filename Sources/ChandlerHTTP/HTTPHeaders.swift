/// Header fields in the order they were sent; names compare without regard to case.
///
/// A name may occur more than once. The description never shows the value of a header that
/// carries a key, a signature or a cookie.
public struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One header line.
    public struct Field: Sendable, Equatable {
        /// The name as it was written.
        public let name: String
        /// The value without surrounding blanks.
        public let value: String

        /// Makes one header line; nothing is checked here, the client refuses line breaks.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All lines, in order.
    public private(set) var fields: [Field]

    /// Makes headers from lines in order.
    public init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// Makes headers from a literal; duplicates are kept.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// Appends a line and keeps earlier ones of the same name.
    public mutating func add(name: String, value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Removes all lines.
    mutating func removeAll() {
        fields.removeAll(keepingCapacity: true)
    }

    /// The value of the first line with this name, or nil.
    public subscript(name: String) -> String? {
        fields.first { equalsIgnoringCase($0.name, name) }?.value
    }

    /// The values of all lines with this name, in order.
    public func values(of name: String) -> [String] {
        fields.filter { equalsIgnoringCase($0.name, name) }.map(\.value)
    }
}

extension HTTPHeaders: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The lines with secret values replaced by `***`.
    public var description: String {
        fields.map(\.description).joined(separator: ", ")
    }

    /// The same as `description`, so that no debug print shows a secret.
    public var debugDescription: String { description }

    /// A mirror without the values of secret headers, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["fields": description])
    }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// `name: value`, with a secret value replaced by `***`.
    public var description: String {
        Redaction.isSecret(headerName: name) ? "\(name): ***" : "\(name): \(value)"
    }

    /// The same as `description`, so that no debug print shows a secret.
    public var debugDescription: String { description }

    /// A mirror without a secret value, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["line": description])
    }
}

/// Compares two ASCII texts without regard to case; no copy is made.
func equalsIgnoringCase(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    return zip(left.utf8, right.utf8).allSatisfy { lowercased($0) == lowercased($1) }
}

/// The ASCII lower-case letter of an upper-case one; any other byte unchanged.
func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
