/// Turns spellings of decimals that are not plain digits into plain ones, without a binary float.
public enum DecimalSpelling {
    /// The plain spelling of a number with an exponent: `8.1276e-05` is `0.000081276`.
    ///
    /// - Returns: The digits, or `nil` where the text is no number or has more than 400 digits.
    public static func plain(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard let mark = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
            return Array(text)
        }
        // One sign at most, which is what the standard library reads.
        guard let exponent = Int(String(decoding: text[(mark + 1)...], as: UTF8.self)),
            exponent.magnitude <= 400
        else { return nil }
        var sign: [UInt8] = []
        var mantissa = text[..<mark]
        if mantissa.first == UInt8(ascii: "-") {
            sign = [UInt8(ascii: "-")]
            mantissa = mantissa.dropFirst()
        }
        let parts = mantissa.split(
            separator: UInt8(ascii: "."),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        var digits = parts.flatMap { Array($0) }
        guard digits.count <= 400, let whole = parts.first, !parts.contains(where: \.isEmpty),
            digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 })
        else { return nil }
        var point = whole.count + exponent
        let zero = UInt8(ascii: "0")
        if point < 1 {
            digits.insert(contentsOf: repeatElement(zero, count: 1 - point), at: 0)
            point = 1
        } else if point > digits.count {
            digits.append(contentsOf: repeatElement(zero, count: point - digits.count))
        }
        let fraction = digits[point...]
        return sign + digits[..<point] + (fraction.isEmpty ? [] : [UInt8(ascii: ".")] + fraction)
    }
}

extension Quantity {
    /// Reads plain decimal text, rounding what stands after the eighth decimal half to even.
    ///
    /// For venues that compute volumes with more decimals than the table has; prices have no such
    /// reader, since they are never rounded.
    ///
    /// - Throws: ``FixedPointError`` where the text is no plain decimal or does not fit the column.
    public init(rounding text: UnsafeBufferPointer<UInt8>) throws(FixedPointError) {
        guard let point = text.firstIndex(of: UInt8(ascii: ".")), text.count - point > 9 else {
            try self.init(parsing: text)
            return
        }
        let cut = point + 9
        let rest = text[cut...]
        guard rest.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { throw .notDecimal }
        let kept = try Quantity(parsing: UnsafeBufferPointer(rebasing: text[..<cut])).raw
        let isNegative = text.first == UInt8(ascii: "-")
        let half = UInt8(ascii: "5")
        let isHalf = rest.first == half && rest.dropFirst().allSatisfy { $0 == UInt8(ascii: "0") }
        let grows = isHalf ? kept & 1 == 1 : (rest.first ?? 0) >= half
        let rounded = kept + (grows ? (isNegative ? -1 : 1) : 0)
        guard rounded.magnitude <= Quantity.limit.magnitude else { throw .outOfRange }
        self.init(raw: rounded)
    }
}
