/// Reads values that are words: truth values, labels and UUIDs.
enum WordReading {
    /// A truth value as the server and other programs spell it.
    static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Bool {
        switch String(decoding: bytes.prefix(6), as: UTF8.self).lowercased() {
        case "t", "true", "y", "yes", "on", "1": true
        case "f", "false", "n", "no", "off", "0": false
        default: throw .type(bytes, "true or false")
        }
    }

    /// A label of an enumeration, by its number.
    static func label(
        _ bytes: UnsafeBufferPointer<UInt8>,
        of labels: [[UInt8]]
    ) throws(ValueFault) -> Int {
        for (index, label) in labels.enumerated()
        where label.count == bytes.count && label.elementsEqual(bytes) {
            return index
        }
        let words = labels.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
        throw .type(bytes, "one of \(words)")
    }

    /// A UUID, with or without hyphens and braces, in either case; `nil` for other texts.
    static func uuid(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt128? {
        var bytes = bytes[...]
        if bytes.first == 0x7B, bytes.last == 0x7D { bytes = bytes.dropFirst().dropLast() }
        guard bytes.count == 36 || bytes.count == 32 else { return nil }
        let hasHyphens = bytes.count == 36
        var value: UInt128 = 0
        var position = 0
        for byte in bytes {
            defer { position += 1 }
            if hasHyphens, position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == 0x2D else { return nil }
                continue
            }
            guard let digit = hexDigit(byte) else { return nil }
            value = value << 4 | UInt128(digit)
        }
        return value
    }

    /// Whether a UUID is spelled as the server spells it.
    static func isCanonicalUUID(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count == 36 && bytes.allSatisfy { $0 < 0x41 || $0 > 0x5A }
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
