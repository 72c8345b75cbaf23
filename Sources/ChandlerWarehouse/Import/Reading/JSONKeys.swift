/// The keys of one JSON object.
struct JSONKeys {
    private var ranges: [Range<Int>] = []
    /// Many keys, or some with escapes, are looked up.
    private var known: Set<[UInt8]>?
    private static let few = 16

    /// Adds a key.
    ///
    /// - Throws: ``JSONCursor/Fault`` where the object has it already.
    mutating func add(
        _ key: (content: Range<Int>, hasEscapes: Bool),
        in bytes: UnsafeBufferPointer<UInt8>
    ) throws(JSONCursor.Fault) {
        if known == nil, key.hasEscapes || ranges.count == Self.few {
            known = Set(ranges.map { Array(bytes[$0]) })
        }
        let raw = UnsafeBufferPointer(rebasing: bytes[key.content])
        let isNew: Bool
        if known != nil {
            let name = key.hasEscapes ? Self.unescaped(raw) : Array(raw)
            isNew = known?.insert(name).inserted ?? true
        } else {
            isNew = !ranges.contains { bytes[$0].elementsEqual(raw) }
            ranges.append(key.content)
        }
        guard isNew else {
            throw JSONCursor.Fault(
                words:
                    "the key \(ValueFault.shown(raw)) stands twice in an object, and only one of "
                    + "its values would be kept",
                isRepeatedKey: true
            )
        }
    }

    private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        // The text lies in the scratch, which must outlive the copy.
        let scratch = JSONScratch(raw.count)
        return withExtendedLifetime(scratch) { Array(scratch.unescape(raw)) }
    }
}
