/// Holds one entry of the free-form metadata in a file's footer.
public struct ParquetKeyValue: Sendable, Hashable {
    /// Name under which readers list the entry.
    public let key: String
    /// Text of the entry.
    public let value: String

    /// Pairs a key with its text.
    ///
    /// - Parameters:
    ///   - key: Name of the entry; repeated keys are written as they are.
    ///   - value: Text of the entry.
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
