/// Judges whether bytes are a text that the server stores.
enum TextCheck {
    /// Counts the characters of UTF-8 without NUL.
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: How many Unicode scalars there are, which is what `varchar(n)` counts.
    /// - Throws: ``ValueFault`` with rule `encoding`.
    static func scalars(_ bytes: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Int {
        var position = 0
        var count = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                guard byte != 0 else {
                    throw ValueFault("encoding", "has a NUL byte at byte \(position)")
                }
                position += 1
            } else {
                let length = sequence(bytes, at: position)
                guard length > 0 else {
                    let hex = String(byte, radix: 16, uppercase: true)
                    throw ValueFault(
                        "encoding",
                        "is not UTF-8: byte \(position) is 0x\(hex); convert the file to UTF-8"
                    )
                }
                position += length
            }
            count += 1
        }
        return count
    }

    /// The length of the well-formed sequence at a place; 0 where there is none.
    ///
    /// **Source:** The Unicode Standard, table 3-7.
    private static func sequence(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        let first = bytes[start]
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch first {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0x80...0xBF)
            }
        guard length > 0, start + length <= bytes.count, second.contains(bytes[start + 1]) else {
            return 0
        }
        for index in (start + 2)..<max(start + length, start + 2)
        where !(0x80...0xBF).contains(bytes[index]) {
            return 0
        }
        return length
    }
}
