/// The first fields of many rows, which are the same in all of them.
public struct PreparedFields: ~Copyable {
    var bytes: RawWriter
    /// How many fields there are.
    let count: Int

    /// Prepares texts: `text` or `varchar` fields.
    public init(texts: [String]) {
        count = texts.count
        bytes = RawWriter(capacity: 64)
        for text in texts {
            let place = bytes.beginField()
            bytes.append(utf8: text)
            bytes.endField(at: place)
        }
    }
}
