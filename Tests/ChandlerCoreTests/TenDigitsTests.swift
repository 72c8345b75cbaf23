import ChandlerCore
import Foundation
import Testing

@Suite struct TenDigitsTests {
    private static let plain: [(Double, String)] = [
        (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (100, "100"), (1e21, "1000000000000000000000"),
        (0.1, "0.1"), (1.0 / 3, "0.3333333333"), (2.0 / 3, "0.6666666667"),
        (12_345_678_901, "12345678900"), (99_999_999_999, "100000000000"),
        (9.99999999999, "10"), (-0.000012345678912, "-0.00001234567891"),
        (42_283.58, "42283.58"), (1e-12, "0.000000000001"), (123_456.789012345, "123456.789"),
        (1e22, "10000000000000000000000"), (1.5e-20, "0.000000000000000000015"),
    ]

    @Test(arguments: plain)
    func valuesArePrintedPlainly(value: Double, text: String) {
        #expect(TenDigits(value)?.description == text)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
    func undefinedValuesHaveNoDigits(value: Double) {
        #expect(TenDigits(value) == nil)
    }

    @Test(arguments: UInt64(1)...6)
    func digitsAreThoseOfTheCLibrary(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let value = Self.random(&generator)
            let ten = try #require(TenDigits(value))
            let expected = try #require(Double(String(format: "%.9e", value)))
            #expect(ten.double == expected, "seed \(seed) \(value)")
            #expect(ten.double == Double(ten.description), "seed \(seed) \(value)")
            #expect(ten.mantissa.magnitude < 10_000_000_000)
            #expect(ten.mantissa % 10 != 0)
            let digits = ten.description.filter(\.isNumber)
            #expect(digits.utf8.count <= TenDigits.maximumTextLength)
            if value.magnitude > 1e-19, value.magnitude < 1e39 {
                #expect(!ten.description.contains("e"))
            }
        }
    }

    /// The smallest and largest doubles, and both neighbours of every power of ten.
    @Test func edgesAreThoseOfTheCLibrary() throws {
        var values: [Double] = [
            .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, .ulpOfOne,
        ]
        for power in -300...300 {
            let value = try #require(Double("1e\(power)"))
            values += [value, value.nextUp, value.nextDown, value * 9.9999999993, value * 5]
        }
        for value in values.flatMap({ [$0, -$0] }) {
            let ten = try #require(TenDigits(value))
            #expect(ten.double == Double(String(format: "%.9e", value)), "\(value)")
            #expect(ten.double == Double(ten.description), "\(value)")
            #expect(ten.description.utf8.count <= TenDigits.maximumTextLength)
        }
    }

    /// Splitting many at a time finds what one at a time does.
    @Test(arguments: UInt64(11)...16)
    func manyAtATimeAreSplitLikeOne(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var values: [Double] = [0, -0.0, .nan, .infinity, -.infinity, 9_999_999_999.5, 1e22, 1e-12]
        for power in -13...22 {
            guard let start = Double("1e\(power)") else { continue }
            for value in [start, start * 9.99999999949, start * 9.99999999951] {
                values += [value, value.nextUp, value.nextDown, -value]
            }
        }
        for _ in 0..<20_000 { values.append(Self.random(&generator)) }
        var mantissas = [Int64](repeating: 0, count: values.count)
        var exponents = [Int16](repeating: 0, count: values.count)
        TenDigits.split(
            values,
            count: values.count,
            mantissas: &mantissas,
            exponents: &exponents
        )
        for (index, value) in values.enumerated() {
            guard let plain = TenDigits(value) else {
                #expect(exponents[index] == TenDigits.undefined)
                continue
            }
            var (digits, power) = (mantissas[index], Int(exponents[index]))
            while digits != 0, digits % 10 == 0 { (digits, power) = (digits / 10, power + 1) }
            #expect(digits == plain.mantissa, "seed \(seed) \(value)")
            #expect(digits == 0 || power == plain.exponent, "seed \(seed) \(value)")
            let text = [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
                count =
                    buffer.baseAddress.map {
                        TenDigits.write(
                            mantissa: mantissas[index],
                            exponent: exponents[index],
                            to: $0
                        )
                    } ?? 0
            }
            #expect(String(decoding: text, as: UTF8.self) == plain.description, "seed \(seed)")
        }
    }

    @Test func aHalfGoesToOneOfItsNeighboursAlwaysTheSame() throws {
        let value = 1.00000000005
        let ten = try #require(TenDigits(value))
        #expect(ten == TenDigits(value))
        #expect(abs(ten.double - value) < 1e-10)
    }

    private static func random(_ generator: inout SeededGenerator) -> Double {
        switch generator.int(0...3) {
        case 0:
            while true {
                let value = Double(bitPattern: generator.next())
                if value.isFinite, value != 0 { return value }
            }
        case 1:
            return Double.random(in: 1...10, using: &generator)
                * (Double("1e\(generator.int(-30...30))") ?? 1)
        case 2: return Double(generator.int(1...9_999_999_999)) / 1e8
        default: return -Double.random(in: 1e-3...1e6, using: &generator)
        }
    }
}
