import ChandlerCore
import Testing

@testable import ChandlerDatasets

@Suite struct DecimalTextTests {
    private func text(_ write: (inout DecimalText) -> Void) -> String {
        var text = DecimalText(capacity: 1)
        text.reserve(200)
        write(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// Eight decimals, then without the zeros at the end.
    private func plain(_ units: Int128) -> String {
        var digits = Quantity(raw: units).description
        while digits.last == "0" { digits.removeLast() }
        if digits.last == "." { digits.removeLast() }
        return digits
    }

    @Test func unitsAreWrittenExactly() {
        var generator = SeededGenerator(seed: 21)
        var values: [Int128] = [
            0, 1, -1, 10, 99_999_999, 100_000_000, 100_000_001, -100_000_000, Int128(Int64.max),
            Int128(Int64.min), Int128(Int64.max) + 1, Quantity.limit, -Quantity.limit,
        ]
        var power: Int128 = 1
        while power < Quantity.limit / 10 {
            power *= 10
            values += [power, power - 1, power + 1]
        }
        for _ in 0..<2_000 {
            let shift = Int.random(in: 33..<127, using: &generator)
            values.append(Int128.random(in: (.min)...(.max), using: &generator) >> Int128(shift))
        }
        for value in values {
            #expect(text { $0.append(units: value) } == plain(value))
            if let narrow = Int64(exactly: value) {
                #expect(text { $0.append(units: narrow) } == plain(value))
            }
        }
    }

    @Test func doublesHaveTenDigitsAndUndefinedOnesNone() {
        for value in [0, -0.0, 1, -2.5, 1.0 / 3, 42_283.58, 1e21, 3e-9, 123_456.789012345] {
            #expect(text { $0.append(tenDigits: value) } == TenDigits(value)?.description)
        }
        for value in [Double.nan, .infinity] {
            #expect(text { $0.append(tenDigits: value) }.isEmpty)
        }
    }
}
