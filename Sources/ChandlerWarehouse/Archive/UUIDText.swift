/// The usual text of a UUID, from and to its sixteen bytes.
enum UUIDText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Spells sixteen bytes; `nil` for any other number.
    static func text(of bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count == 16 else { return nil }
        return String(unsafeUninitializedCapacity: 36) { target in
            var place = 0
            for (index, byte) in bytes.enumerated() {
                if [4, 6, 8, 10].contains(index) {
                    target.initializeElement(at: place, to: UInt8(ascii: "-"))
                    place += 1
                }
                target.initializeElement(at: place, to: digits[Int(byte >> 4)])
                target.initializeElement(at: place + 1, to: digits[Int(byte & 15)])
                place += 2
            }
            return place
        }
    }

    /// Writes the sixteen bytes of a text; 0 where it is none as ``text(of:)`` spells it.
    static func write(_ text: String, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var place = 0
        var isHigh = true
        for (index, byte) in text.utf8.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                guard byte == UInt8(ascii: "-") else { return 0 }
                continue
            }
            guard place < 16, let digit = value(byte) else { return 0 }
            if isHigh { target[place] = digit << 4 } else { target[place] |= digit }
            if !isHigh { place += 1 }
            isHigh.toggle()
        }
        return place == 16 && text.utf8.count == 36 ? 16 : 0
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
