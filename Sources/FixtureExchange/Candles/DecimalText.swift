/// Arithmetic on the text of a plain decimal, without reading it as a number.
enum DecimalText {
    /// Half of a decimal, rounded down, with as many decimals as it had: `3.01` gives `1.50`.
    ///
    /// A text that is no plain decimal comes back as it is.
    static func half(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var carry: UInt8 = 0
        for byte in text {
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                let value = carry * 10 + digit
                result.append(UInt8(ascii: "0") + value / 2)
                carry = value % 2
            } else if byte == UInt8(ascii: ".") {
                result.append(byte)
            } else {
                return text
            }
        }
        return withoutLeadingZero(result)
    }

    /// A decimal that certainly differs: a digit 1 is put before it.
    static func raised(_ text: [UInt8]) -> [UInt8] {
        [UInt8(ascii: "1")] + text
    }

    private static func withoutLeadingZero(_ text: [UInt8]) -> [UInt8] {
        guard text.count > 1, text[0] == UInt8(ascii: "0"), text[1] != UInt8(ascii: ".") else {
            return text
        }
        return Array(text.dropFirst())
    }
}
