/// Text that grows in one buffer, with numbers in whole steps of a power of ten.
struct ByteText {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ value: Int64) {
        var digits: (UInt64, Int) = (value.magnitude, 1)
        var scale: UInt64 = 1
        while digits.0 / scale >= 10 {
            scale *= 10
            digits.1 += 1
        }
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(digits.0, count: digits.1)
    }

    /// Appends `steps` times 10^-`decimals`, with zeros up to eight decimals.
    mutating func append(steps: Int64, decimals: Int) {
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        append(steps / scale)
        bytes.append(UInt8(ascii: "."))
        append(UInt64(steps % scale), count: decimals)
        for _ in decimals..<8 { bytes.append(UInt8(ascii: "0")) }
    }

    private mutating func append(_ value: UInt64, count: Int) {
        let first = bytes.count
        for _ in 0..<count { bytes.append(0) }
        var rest = value
        for index in stride(from: first + count - 1, through: first, by: -1) {
            bytes[index] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
            rest /= 10
        }
    }
}
