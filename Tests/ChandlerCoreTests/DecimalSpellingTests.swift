import ChandlerCore
import Foundation
import Testing

/// Exponents are moved digit by digit, and volumes are rounded half to even.
@Suite struct DecimalSpellingTests {
    private static func plain(_ text: String) -> String? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalSpelling.plain($0) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func rounded(_ text: String) throws(FixedPointError) -> Quantity {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(FixedPointError) in try Quantity(rounding: buffer) }
        }
        return try result.get()
    }

    @Test(arguments: [
        ("8.1276e-05", "0.000081276"), ("5e-1", "0.5"), ("5E-1", "0.5"), ("12e-1", "1.2"),
        ("0.5e1", "05"), ("1e3", "1000"), ("1e+3", "1000"), ("1.5e2", "150"), ("1.23e1", "12.3"),
        ("1.23e2", "123"), ("-1.23e-2", "-0.0123"), ("0e0", "0"), ("0e-7", "0.0000000"),
        ("-0e5", "-000000"), ("00012e-3", "00.012"), ("1e-8", "0.00000001"),
        ("7.0E+00", "7.0"),
    ])
    func exponentsMoveThePoint(text: String, plain: String) {
        #expect(Self.plain(text) == plain)
    }

    @Test(arguments: ["0", "1.5", "-1.50000000", "", "x", "1.2.3", ".5", "５"])
    func textsWithoutExponentStayAsTheyAre(text: String) {
        #expect(Self.plain(text) == text)
    }

    @Test(arguments: [
        "e", "e5", "-e5", "1e+-5", "1e++5", "1e--5", "1e-+5", "5.e1", "-5.e1", "-.5e1", "1e", "1e+",
        "1e-", "1e1.5", "1e5e5", "1e5x", "1ee5", "x1e5", "1x2e5",
        "1.2.3e5", "--1e5", "+1e5", ".5e5", "1e401", "1e-401", "1e99999999999999999999",
        "1e 5", " 1e5", "1,5e5", "Infinitye5", "one", "never", "１e5",
    ])
    func textsThatAreNoNumbersAreRefused(text: String) {
        #expect(Self.plain(text) == nil)
    }

    @Test func lengthIsBounded() {
        let digits = String(repeating: "7", count: 400)
        #expect(Self.plain(digits + "e400") == digits + String(repeating: "0", count: 400))
        #expect(Self.plain("1e-400") == "0." + String(repeating: "0", count: 399) + "1")
        #expect(Self.plain(digits + "7e1") == nil)
    }

    @Test(arguments: [
        ("1.000000004", "1.00000000"), ("1.000000005", "1.00000000"),
        ("1.0000000050", "1.00000000"), ("1.00000000500000000001", "1.00000001"),
        ("1.000000006", "1.00000001"), ("1.000000015", "1.00000002"),
        ("1.000000025", "1.00000002"), ("1.0000000249999", "1.00000002"),
        ("0.999999995", "1.00000000"), ("0.999999985", "0.99999998"),
        ("9.999999999", "10.00000000"), ("0.000000005", "0.00000000"),
        ("0.000000015", "0.00000002"), ("-1.000000005", "-1.00000000"),
        ("-1.000000015", "-1.00000002"), ("-0.000000005", "0.00000000"),
        ("-0.000000006", "-0.00000001"), ("1.123456780000", "1.12345678"),
        ("1.12345678", "1.12345678"), ("7", "7.00000000"), ("-7.5", "-7.50000000"),
        ("99999999999999999999.999999994", "99999999999999999999.99999999"),
        ("155.061728390499999999999999999999999999", "155.06172839"),
    ])
    func volumesAreRoundedHalfToEven(text: String, value: String) throws {
        #expect(try Self.rounded(text).description == value)
    }

    @Test(arguments: [
        ("", FixedPointError.notDecimal), (".", .notDecimal), (".123456789", .notDecimal),
        ("1.12345678x", .notDecimal), ("1.123456789x", .notDecimal),
        ("1.12345678e5", .notDecimal), ("1.1234567890.1", .notDecimal),
        ("1x.123456789", .notDecimal), ("--1.123456789", .notDecimal),
        ("1.12345678-", .notDecimal), ("-.123456789", .notDecimal),
        ("1.1234567 89", .notDecimal),
        ("99999999999999999999.999999995", .outOfRange),
        ("-99999999999999999999.999999999", .outOfRange),
        ("100000000000000000000.000000001", .outOfRange),
    ])
    func textsThatCannotBeRoundedAreRefused(text: String, error: FixedPointError) {
        #expect(throws: error) { try Self.rounded(text) }
    }

    /// The oracle is Foundation's decimal, which holds 38 digits and rounds half to even itself.
    @Test(arguments: UInt64(1)...4)
    func randomVolumesAreRoundedAsTheOracleRoundsThem(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let posix = Locale(identifier: "en_US_POSIX")
        for _ in 0..<3_000 {
            var decimals = digits(generator.int(0...14), &generator)
            // Halves are met once in a billion otherwise.
            if generator.oneIn(3) {
                decimals = digits(8, &generator) + "5"
                decimals += String(repeating: "0", count: generator.int(0...5))
            }
            let whole = digits(generator.int(1...20), &generator)
            let sign = generator.oneIn(4) ? "-" : ""
            let text = sign + whole + (decimals.isEmpty ? "" : ".\(decimals)")
            var exact = try #require(Decimal(string: text, locale: posix))
            var expected = Decimal()
            NSDecimalRound(&expected, &exact, 8, .bankers)
            guard expected.magnitude < Self.tooLarge else {
                #expect(throws: FixedPointError.outOfRange) { try Self.rounded(text) }
                continue
            }
            let found = try Self.rounded(text)
            let read = Decimal(string: found.description, locale: posix)
            #expect(read == expected, "seed \(seed) \(text)")
            if decimals.count <= 8 {
                let parsed = Array(text.utf8).withUnsafeBufferPointer { try? Quantity(parsing: $0) }
                #expect(parsed == found, "seed \(seed) \(text)")
            }
        }
    }

    /// The oracle reads the exponent itself.
    @Test(arguments: UInt64(1)...4)
    func randomExponentsKeepTheValue(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let posix = Locale(identifier: "en_US_POSIX")
        for _ in 0..<3_000 {
            let whole = digits(generator.int(1...12), &generator)
            let decimals = digits(generator.int(0...12), &generator)
            let exponent = generator.int(-30...30)
            let sign = generator.oneIn(4) ? "-" : ""
            let mantissa = sign + whole + (decimals.isEmpty ? "" : ".\(decimals)")
            let mark = generator.oneIn(2) ? "e" : "E"
            let plus = exponent >= 0 && generator.oneIn(2) ? "+" : ""
            let zeros = generator.oneIn(2) ? "0" : ""
            let power = exponent < 0 ? "-\(zeros)\(-exponent)" : "\(plus)\(zeros)\(exponent)"
            let text = mantissa + mark + power
            let plain = try #require(Self.plain(text), "seed \(seed) \(text)")
            #expect(plain.utf8.allSatisfy { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") })
            let value = try #require(Decimal(string: mantissa, locale: posix))
            let expected = Decimal(
                sign: .plus,
                exponent: exponent,
                significand: value
            )
            #expect(
                Decimal(string: plain, locale: posix) == expected,
                "seed \(seed) \(text) \(plain)"
            )
        }
    }

    /// The first power of ten that the column cannot hold.
    private static let tooLarge = Decimal(sign: .plus, exponent: 20, significand: 1)

    private func digits(_ count: Int, _ generator: inout SeededGenerator) -> String {
        String((0..<count).map { _ in Character("\(generator.int(0...9))") })
    }
}
