/// A decimal as its digits and the place of its point, so that it can be moved and rounded exactly.
struct DecimalDigits: Sendable, Hashable {
    /// 0 to 9 each, without zeros at either end; empty for zero.
    private let digits: [UInt8]
    /// The value is 0.DIGITS times ten to this power.
    private let point: Int
    private let isNegative: Bool

    /// Reads `12.50` or `1.25e+01`; `nil` where the text is no decimal, or one that no
    /// double is near.
    init?(_ text: some StringProtocol) {
        let sides = text.split(
            maxSplits: 1,
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "e" || $0 == "E" }
        )
        guard let number = sides.first, let exponent = sides.count > 1 ? Int(sides[1]) : 0,
            (-400...400).contains(exponent)
        else { return nil }
        var digits: [UInt8] = []
        var point: Int?
        for byte in number.utf8.drop(while: { $0 == UInt8(ascii: "-") }) {
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                digits.append(digit)
            } else if byte == UInt8(ascii: "."), point == nil {
                point = digits.count
            } else {
                return nil
            }
        }
        guard !digits.isEmpty else { return nil }
        self.init(digits, point: (point ?? digits.count) + exponent, number.hasPrefix("-"))
    }

    /// The shortest decimal that reads as this number.
    init(_ value: Double) {
        self = DecimalDigits(value.description) ?? DecimalDigits([], point: 0, false)
    }

    private init(_ digits: [UInt8], point: Int, _ isNegative: Bool) {
        let leading = digits.prefix { $0 == 0 }.count
        let last = digits.lastIndex { $0 != 0 }
        self.digits = last.map { Array(digits[leading...$0]) } ?? []
        self.point = last == nil ? 1 : point - leading
        self.isNegative = isNegative && last != nil
    }

    /// Ten to this power times as much.
    func shifted(by exponent: Int) -> DecimalDigits {
        DecimalDigits(digits, point: point + exponent, isNegative)
    }

    /// The nearest decimal of so many digits; halves go away from zero.
    func rounded(to count: Int) -> DecimalDigits {
        guard digits.count > count else { return self }
        var kept = [0] + digits.prefix(count)
        if digits[count] >= 5 {
            var position = kept.count - 1
            while kept[position] == 9 {
                kept[position] = 0
                position -= 1
            }
            kept[position] += 1
        }
        return DecimalDigits(kept, point: point + 1, isNegative)
    }

    /// With more digits behind those that matter, up to so many, as ratios of integers have them.
    func lengthened(to count: Int, seed: UInt64) -> DecimalDigits {
        // From the twentieth digit on nothing changes for a double.
        guard !digits.isEmpty, digits.count < 20 else { return self }
        var random = SplitMix64(seed: seed)
        var longer = digits + [UInt8](repeating: 0, count: 20 - digits.count)
        while longer.count < count { longer.append(UInt8(1 + random.below(9))) }
        return DecimalDigits(longer, point: point, isNegative)
    }

    /// Without an exponent; `places` are written at least, with zeros.
    func plain(places: Int = 0) -> String {
        var text = isNegative ? "-" : ""
        text += point > 0 ? Self.text(0..<point, of: digits) : "0"
        var fraction = point < 0 ? String(repeating: "0", count: -point) : ""
        if digits.count > max(point, 0) {
            fraction += Self.text(max(point, 0)..<digits.count, of: digits)
        }
        if digits.isEmpty { fraction = "" }
        fraction += String(repeating: "0", count: max(0, places - fraction.count))
        return fraction.isEmpty ? text : text + "." + fraction
    }

    /// As Python writes it: with an exponent below 1e-4 and from 1e16 on.
    var short: String {
        guard !digits.isEmpty, point <= -4 || point > 16 else { return plain() }
        let exponent = abs(point - 1)
        var text = (isNegative ? "-" : "") + Self.text(0..<1, of: digits)
        if digits.count > 1 { text += "." + Self.text(1..<digits.count, of: digits) }
        return text + (point < 1 ? "e-" : "e+") + (exponent < 10 ? "0" : "") + "\(exponent)"
    }

    /// As Python writes a float: `12.0` for a whole number.
    var float: String {
        let text = short
        return text.contains { $0 == "." || $0 == "e" } ? text : text + ".0"
    }

    private static func text(_ range: Range<Int>, of digits: [UInt8]) -> String {
        String(
            decoding: range.map { UInt8(ascii: "0") + ($0 < digits.count ? digits[$0] : 0) },
            as: UTF8.self
        )
    }
}
