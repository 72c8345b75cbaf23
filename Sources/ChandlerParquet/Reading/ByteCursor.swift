/// Takes bytes one part after another and never goes beyond their end.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - position }
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[position...]) }

    mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    mutating func littleEndianUInt32() -> UInt32? {
        guard let word = take(4) else { return nil }
        return UInt32(littleEndian: word.loadUnaligned(as: UInt32.self))
    }

    /// An unsigned LEB128 number of at most 64 bits.
    mutating func varint() -> UInt64? {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while let next = byte() {
            let bits = UInt64(next & 0x7F)
            // The tenth byte holds the last bit.
            guard shift < 63 || (shift == 63 && bits <= 1) else { return nil }
            result |= bits << shift
            if next < 0x80 { return result }
            shift += 7
        }
        return nil
    }

    mutating func zigzag() -> Int64? {
        guard let raw = varint() else { return nil }
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }
}
