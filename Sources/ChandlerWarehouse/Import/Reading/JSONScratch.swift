/// Room for the texts of one line whose escapes were resolved.
final class JSONScratch {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = 4096
    private var used = 0

    init() {
        base = .allocate(capacity: capacity)
    }

    /// Room for the texts of a line of some bytes.
    convenience init(_ count: Int) {
        self.init()
        begin(count)
    }

    deinit { base.deallocate() }

    /// Forgets the texts and makes room for those of a line; none is longer without its escapes.
    func begin(_ count: Int) {
        used = 0
        guard count > capacity else { return }
        base.deallocate()
        capacity = count * 2
        base = .allocate(capacity: capacity)
    }

    /// Resolves the escapes of a string that was found to be well-formed.
    func unescape(_ string: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let start = used
        var position = 0
        while position < string.count {
            guard string[position] == 0x5C else {
                append(string[position])
                position += 1
                continue
            }
            let character = string[position + 1]
            position += 2
            switch character {
            case 0x62: append(0x08)
            case 0x66: append(0x0C)
            case 0x6E: append(0x0A)
            case 0x72: append(0x0D)
            case 0x74: append(0x09)
            case 0x75:
                var value = Self.unit(string, at: position)
                position += 4
                if (0xD800...0xDBFF).contains(value) {
                    let low = Self.unit(string, at: position + 2)
                    position += 6
                    value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                }
                if let scalar = Unicode.Scalar(value) { UTF8.encode(scalar, into: append) }
            default: append(character)
            }
        }
        return UnsafeBufferPointer(start: base + start, count: used - start)
    }

    private func append(_ byte: UInt8) {
        precondition(used < capacity, "Invariant: a text is never longer without its escapes")
        base[used] = byte
        used += 1
    }

    private static func unit(_ string: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32 {
        (start..<(start + 4)).reduce(0) { $0 << 4 | UInt32(WordReading.hexDigit(string[$1]) ?? 0) }
    }
}
