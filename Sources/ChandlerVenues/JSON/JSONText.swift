/// Strings of JSON, whose escapes have been checked.
enum JSONText {
    /// What stands between the quotes, with escapes replaced.
    ///
    /// Half of a surrogate pair becomes U+FFFD, since no text can hold it.
    static func unescaped(_ text: ArraySlice<UInt8>) -> String {
        guard text.contains(UInt8(ascii: "\\")) else {
            return String(decoding: text, as: UTF8.self)
        }
        var units: [UInt8] = []
        units.reserveCapacity(text.count)
        var place = text.startIndex
        while place < text.endIndex {
            guard text[place] == UInt8(ascii: "\\"), place + 1 < text.endIndex else {
                units.append(text[place])
                place += 1
                continue
            }
            guard text[place + 1] == UInt8(ascii: "u") else {
                units.append(character(text[place + 1]))
                place += 2
                continue
            }
            var pair = [unit(text, at: place)]
            place += 6
            if UTF16.isLeadSurrogate(pair[0]), text[place...].starts(with: "\\u".utf8),
                UTF16.isTrailSurrogate(unit(text, at: place))
            {
                pair.append(unit(text, at: place))
                place += 6
            }
            units += Array(String(decoding: pair, as: UTF16.self).utf8)
        }
        return String(decoding: units, as: UTF8.self)
    }

    /// The value of a hexadecimal digit.
    static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// The value of `\uXXXX`.
    private static func unit(_ text: ArraySlice<UInt8>, at place: Int) -> UInt16 {
        text[place...].dropFirst(2).prefix(4).reduce(0) { $0 << 4 | (hexDigit($1) ?? 0) }
    }

    private static func character(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "r"): 13
        case UInt8(ascii: "t"): 9
        default: escape
        }
    }
}
