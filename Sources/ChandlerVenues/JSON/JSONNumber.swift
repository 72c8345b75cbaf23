/// Numbers as RFC 8259 spells them, of any size.
enum JSONNumber {
    /// The end of the number that begins at a place, or `nil` where none does.
    static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        func byte() -> UInt8 { place < bytes.count ? bytes[place] : 0 }
        func digits() -> Bool {
            let first = place
            while byte() &- UInt8(ascii: "0") < 10 { place += 1 }
            return place > first
        }
        if byte() == UInt8(ascii: "-") { place += 1 }
        if byte() == UInt8(ascii: "0") {
            place += 1
        } else if !digits() {
            return nil
        }
        if byte() == UInt8(ascii: ".") {
            place += 1
            if !digits() { return nil }
        }
        if byte() | 0x20 == UInt8(ascii: "e") {
            place += 1
            if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { place += 1 }
            if !digits() { return nil }
        }
        return place
    }

    /// The nearest double of a number's text; `nil` where the text is no number or beyond doubles.
    static func double(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard end(of: bytes, from: 0) == bytes.count, let value = Double(text), value.isFinite
        else { return nil }
        return value
    }
}
