/// Reads encoded bytes back, written after the format's text and not after the encoders.
struct BitReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() -> UInt8 {
        defer { position += 1 }
        return bytes[position]
    }

    mutating func varint() -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = byte()
            result |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return result }
            shift += 7
        }
    }

    mutating func zigzag() -> Int64 {
        let raw = varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// Takes `count` numbers of `width` bits, which must fill whole bytes.
    mutating func packed(count: Int, width: Int) -> [UInt64] {
        let start = position * 8
        position += (count * width + 7) / 8
        return (0..<count).map { index in
            (0..<width).reduce(0) { value, bit in
                let place = start + index * width + bit
                return value | UInt64(bytes[place / 8] >> UInt8(place % 8) & 1) << UInt64(bit)
            }
        }
    }
}
