extension TenDigits {
    /// More bytes than ``write(to:)`` ever needs.
    public static let maximumTextLength = 48

    /// Writes plain decimal text, such as `-0.00001234`.
    ///
    /// Values that would need more than 40 digits are written with an exponent. Trailing zeros
    /// are never written, so that the text is the same as PostgreSQL's `jsonb` prints it.
    ///
    /// - Parameter target: At least ``maximumTextLength`` writable bytes.
    /// - Returns: The number of bytes written.
    @inlinable
    public func write(to target: UnsafeMutablePointer<UInt8>) -> Int {
        var length = 0
        if mantissa < 0 {
            target[0] = UInt8(ascii: "-")
            length = 1
        }
        let magnitude = mantissa.magnitude
        let digits = TenDigits.digitCount(magnitude)
        if exponent >= 0 {
            guard digits + exponent <= 40 else { return writeWithExponent(to: target) }
            TenDigits.write(magnitude, digits, to: target + length)
            length += digits
            for _ in 0..<exponent {
                target[length] = UInt8(ascii: "0")
                length += 1
            }
            return length
        }
        let whole = digits + exponent
        if whole > 0 {
            TenDigits.write(magnitude, digits, to: target + length + 1)
            for index in 0..<whole { target[length + index] = target[length + index + 1] }
            target[length + whole] = UInt8(ascii: ".")
            return length + digits + 1
        }
        guard -whole <= 30 else { return writeWithExponent(to: target) }
        target[length] = UInt8(ascii: "0")
        target[length + 1] = UInt8(ascii: ".")
        length += 2
        for _ in 0..<(-whole) {
            target[length] = UInt8(ascii: "0")
            length += 1
        }
        TenDigits.write(magnitude, digits, to: target + length)
        return length + digits
    }

    @usableFromInline
    func writeWithExponent(to target: UnsafeMutablePointer<UInt8>) -> Int {
        var length = 0
        for byte in "\(mantissa)e\(exponent)".utf8 {
            target[length] = byte
            length += 1
        }
        return length
    }

    @inlinable
    static func digitCount(_ value: UInt64) -> Int {
        var count = 1
        var limit: UInt64 = 10
        while value >= limit {
            count += 1
            limit *= 10
        }
        return count
    }

    @inlinable
    static func write(_ value: UInt64, _ count: Int, to target: UnsafeMutablePointer<UInt8>) {
        var rest = value
        var index = count
        while index > 0 {
            index -= 1
            target[index] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
            rest /= 10
        }
    }
}

extension TenDigits: CustomStringConvertible {
    /// Plain decimal text.
    public var description: String {
        withUnsafeTemporaryAllocation(
            of: UInt8.self,
            capacity: TenDigits.maximumTextLength
        ) { buffer in
            guard let base = buffer.baseAddress else { return "" }
            let length = write(to: base)
            return String(decoding: UnsafeBufferPointer(start: base, count: length), as: UTF8.self)
        }
    }
}
