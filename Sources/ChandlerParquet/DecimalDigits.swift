/// What the digits of a decimal column mean for its layout and its values.
enum DecimalDigits {
    /// Most digits that 128 bits hold.
    static let most = 38
    /// Most digits that 64 bits hold.
    static let mostIn64Bits = 18

    /// `10^precision`, which every value must stay below without its sign.
    static func limit(_ precision: Int) -> Int128 {
        (0..<precision).reduce(1) { power, _ in power * 10 }
    }

    /// The first row whose value has more than `precision` digits; rows that are null do not count.
    static func firstBeyond(_ precision: Int, in values: [Int128], validity: [Bool]?) -> Int? {
        let limit = limit(precision)
        return values.indices.first { row in
            (values[row] >= limit || values[row] <= -limit) && validity?[row] ?? true
        }
    }
}
