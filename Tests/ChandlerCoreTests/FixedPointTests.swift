import ChandlerCore
import Foundation
import Testing

/// Decimal text becomes whole numbers and comes back, digit by digit.
@Suite struct FixedPointTests {
    private static func price(_ text: String) throws(FixedPointError) -> Price {
        let bytes = Array(text.utf8)
        return try read(bytes) { (buffer) throws(FixedPointError) in try Price(parsing: buffer) }
    }

    private static func quantity(_ text: String) throws(FixedPointError) -> Quantity {
        let bytes = Array(text.utf8)
        return try read(bytes) { (buffer) throws(FixedPointError) in try Quantity(parsing: buffer) }
    }

    private static func read<Value>(
        _ bytes: [UInt8],
        _ body: (UnsafeBufferPointer<UInt8>) throws(FixedPointError) -> Value
    ) throws(FixedPointError) -> Value {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        defer { buffer.deallocate() }
        _ = buffer.initialize(from: bytes)
        return try body(UnsafeBufferPointer(buffer))
    }

    @Test(arguments: [
        ("0", 0), ("0.0", 0), ("-0", 0), ("-0.00000000", 0), ("1", 100_000_000),
        ("1.5", 150_000_000), ("00012.50", 1_250_000_000), ("0.00000001", 1),
        ("-0.00000001", -1), ("42283.58000000", 4_228_358_000_000),
        ("0.000000010000000000000", 1), ("1.50000000000000000000", 150_000_000),
        ("9999999999.99999999", Price.limit), ("-9999999999.99999999", -Price.limit),
        ("0009999999999.9999999900", Price.limit),
    ])
    func pricesAreReadExactly(text: String, raw: Int64) throws {
        #expect(try Self.price(text).raw == raw)
        #expect(try Self.quantity(text).raw == Int128(raw))
    }

    @Test(arguments: [
        ("", FixedPointError.notDecimal), ("-", .notDecimal), (".", .notDecimal),
        (".5", .notDecimal), ("5.", .notDecimal), ("-.5", .notDecimal), ("--1", .notDecimal),
        ("+1", .notDecimal), ("1e5", .notDecimal), ("1E-5", .notDecimal), ("1,5", .notDecimal),
        ("1.2.3", .notDecimal), (" 1", .notDecimal), ("1 ", .notDecimal), ("1_000", .notDecimal),
        ("NaN", .notDecimal), ("Infinity", .notDecimal), ("0x10", .notDecimal), ("１", .notDecimal),
        ("1-", .notDecimal), ("1.-5", .notDecimal), ("null", .notDecimal),
        ("0.000000001", .tooPrecise), ("1.123456789", .tooPrecise), ("-1.000000001", .tooPrecise),
        ("0.00000000000000000001", .tooPrecise),
        ("10000000000", .outOfRange), ("-10000000000", .outOfRange),
        ("10000000000.00000000", .outOfRange), ("99999999999999999999", .outOfRange),
        ("18446744073709551616", .outOfRange),
        ("340282366920938463463374607431768211456", .outOfRange),
    ])
    func otherTextsAreRefusedWithTheReason(text: String, error: FixedPointError) {
        #expect(throws: error) { try Self.price(text) }
        if error != .outOfRange { #expect(throws: error) { try Self.quantity(text) } }
    }

    @Test func volumesReachFurther() throws {
        #expect(try Self.quantity("32067355081399.00").raw == 3_206_735_508_139_900_000_000)
        #expect(
            try Self.quantity("32067355081399.00").description == "32067355081399.00000000"
        )
        #expect(try Self.quantity("99999999999999999999.99999999").raw == Quantity.limit)
        #expect(try Self.quantity("-99999999999999999999.99999999").raw == -Quantity.limit)
        for text in [
            "100000000000000000000", "-100000000000000000000.0",
            "340282366920938463463374607431768211456", "999999999999999999999999999999999999999999",
        ] {
            #expect(throws: FixedPointError.outOfRange) { try Self.quantity(text) }
        }
        #expect(throws: FixedPointError.tooPrecise) {
            try Self.quantity("99999999999999999999.999999991")
        }
        #expect(throws: FixedPointError.notDecimal) { try Self.quantity("99999999999999999999x") }
    }

    /// The oracle works on the text alone: pad to eight decimals, drop the point.
    @Test(arguments: UInt64(1)...4)
    func randomTextsGiveTheDigitsTheyConsistOf(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4_000 {
            let whole = String(
                (0..<generator.int(1...20)).map { _ in Character("\(generator.int(0...9))") }
            )
            let decimals = String(
                (0..<generator.int(0...8)).map { _ in Character("\(generator.int(0...9))") }
            )
            let isNegative = generator.oneIn(4)
            let zeros = String(repeating: "0", count: generator.oneIn(3) ? 12 : 0)
            let tail =
                decimals.isEmpty && zeros.isEmpty
                ? "" : "." + decimals + String(repeating: "0", count: 8 - decimals.count) + zeros
            let short = decimals.isEmpty ? "" : "." + decimals
            let digits = whole + decimals + String(repeating: "0", count: 8 - decimals.count)
            let magnitude = try #require(Int128(digits))
            let raw = isNegative ? -magnitude : magnitude
            for end in [short, tail] {
                let text = (isNegative ? "-" : "") + whole + end
                #expect(try Self.quantity(text).raw == raw, "seed \(seed) \(text)")
                if magnitude <= Int128(Price.limit) {
                    #expect(try Int128(Self.price(text).raw) == raw)
                } else {
                    #expect(throws: FixedPointError.outOfRange) { try Self.price(text) }
                }
            }
            let printed = Quantity(raw: raw).description
            #expect(try Self.quantity(printed).raw == raw)
            let point = try #require(printed.firstIndex(of: "."))
            #expect(printed.distance(from: point, to: printed.endIndex) == 9)
        }
    }

    @Test(arguments: UInt64(1)...4)
    func doublesAreTheNearestOnes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4_000 {
            let wide = Int128(Int64.random(in: .min ... .max, using: &generator))
            let raw = (wide * 536_870_912) >> generator.int(0...90)
            let quantity = Quantity(raw: raw)
            #expect(quantity.double == Double(quantity.description), "seed \(seed) \(raw)")
            if let narrow = Int64(exactly: raw) {
                let price = Price(raw: narrow)
                #expect(price.double == Double(price.description))
            }
        }
        for raw in [1 << 53, (1 << 53) + 1, (1 << 53) - 1, (1 << 62) + 1] as [Int64] {
            for sign in [1, -1] as [Int64] {
                let price = Price(raw: raw * sign)
                #expect(price.double == Double(price.description))
            }
        }
    }

    @Test func orderIsThatOfTheValues() {
        #expect(Price(raw: -1) < Price(raw: 0))
        #expect(Quantity(raw: Quantity.limit - 1) < Quantity(raw: Quantity.limit))
    }
}
