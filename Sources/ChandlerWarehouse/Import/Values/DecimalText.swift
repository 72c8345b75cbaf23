/// A decimal number as it is written: sign, digits and the power of ten, nothing rounded.
struct DecimalText {
    let isNegative: Bool
    /// The digits without leading and trailing zeros, as far as they fit; see ``isHuge``.
    let digits: UInt128
    /// The power of ten that the digits are multiplied with.
    let exponent: Int
    /// Whether there are more digits than were kept.
    let isHuge: Bool

    /// Reads `12.50`, `-.5`, `1e-8`; `nil` for anything else, NaN and infinities included.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 0
        var digits: UInt128 = 0
        var kept = 0
        var zeros = 0
        var isHuge = false
        var exponent = 0
        var hasDigit = false
        var isNegative = false
        if position < bytes.count, bytes[position] == 0x2D || bytes[position] == 0x2B {
            isNegative = bytes[position] == 0x2D
            position += 1
        }
        var hasPoint = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x2E, !hasPoint {
                hasPoint = true
            } else if byte >= 0x30, byte <= 0x39 {
                hasDigit = true
                if hasPoint { exponent -= 1 }
                if byte == 0x30 {
                    // Zeros count only when another digit follows.
                    zeros += 1
                } else {
                    if kept == 0 { zeros = 0 }
                    kept += zeros + 1
                    if kept > 38 {
                        isHuge = true
                    } else {
                        for _ in 0..<zeros { digits *= 10 }
                        digits = digits * 10 + UInt128(byte - 0x30)
                    }
                    zeros = 0
                }
            } else {
                break
            }
            position += 1
        }
        guard hasDigit else { return nil }
        exponent += zeros
        if position < bytes.count {
            guard bytes[position] | 0x20 == 0x65,
                let power = DecimalText.power(bytes, from: position + 1)
            else { return nil }
            exponent += power
        }
        self.isNegative = isNegative
        self.digits = digits
        self.exponent = digits == 0 ? 0 : exponent
        self.isHuge = isHuge
    }

    private static func power(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        var isNegative = false
        if position < bytes.count, bytes[position] == 0x2D || bytes[position] == 0x2B {
            isNegative = bytes[position] == 0x2D
            position += 1
        }
        guard position < bytes.count else { return nil }
        var power = 0
        while position < bytes.count {
            guard bytes[position] >= 0x30, bytes[position] <= 0x39 else { return nil }
            power = min(power * 10 + Int(bytes[position] - 0x30), 100_000)
            position += 1
        }
        return isNegative ? -power : power
    }

    /// The number counted in units of `10^-scale`; `nil` where that is no whole number or too large.
    func units(scale: Int) -> Int128? {
        if digits == 0 { return isHuge ? nil : 0 }
        let shift = exponent + scale
        guard !isHuge, shift >= 0, shift <= 38 else { return nil }
        var value = digits
        for _ in 0..<shift {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            if overflows { return nil }
            value = product
        }
        guard let units = Int128(exactly: value) else { return nil }
        return isNegative ? -units : units
    }
}
