import Testing

@testable import FixtureExchange

@Suite struct DecimalDigitsTests {
    @Test(
        "A decimal is written as Python writes it, and plainly",
        arguments: [
            ("12.50", "12.5", "12.5", "12.5"), ("0.0001", "0.0001", "0.0001", "0.0001"),
            ("0.000081276", "8.1276e-05", "0.000081276", "8.1276e-05"),
            ("1e-12", "1e-12", "0.000000000001", "1e-12"), ("0.000", "0", "0", "0.0"),
            ("-3.60", "-3.6", "-3.6", "-3.6"), ("70187", "70187", "70187", "70187.0"),
            ("6.7e16", "6.7e+16", "67000000000000000", "6.7e+16"),
            ("999990888207043", "999990888207043", "999990888207043", "999990888207043.0"),
        ]
    )
    func spellings(text: String, short: String, plain: String, float: String) throws {
        let digits = try #require(DecimalDigits(text))
        #expect(digits.short == short)
        #expect(digits.plain() == plain)
        #expect(digits.float == float)
    }

    @Test(arguments: [
        "", "-", "abc", "NaN", "1.2.3", "1e", "1,5", "e5", " 1", "1e401", "1e9223372036854775807",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(DecimalDigits(text) == nil)
    }

    @Test func shiftingMovesThePointOnly() throws {
        let digits = try #require(DecimalDigits("98.12345678"))
        #expect(digits.shifted(by: -9).short == "9.812345678e-08")
        #expect(digits.shifted(by: 3).plain() == "98123.45678")
        #expect(FixtureTokens.memecoinPrice("98.12345678") == "9.812345678e-08")
        #expect(FixtureTokens.memecoinPrice("abc") == "abc")
    }

    @Test(arguments: [
        ("0.0003604999", 4, "0.0003605"), ("9999.6", 4, "10000"), ("0.2", 4, "0.2"),
        ("1.00049", 4, "1"),
    ])
    func roundingKeepsSoManyDigits(text: String, count: Int, expected: String) throws {
        #expect(try #require(DecimalDigits(text)).rounded(to: count).plain() == expected)
    }

    @Test func placesAreFilledWithZeros() throws {
        #expect(try #require(DecimalDigits("99")).plain(places: 2) == "99.00")
        #expect(DecimalDigits(0).plain(places: 1) == "0.0")
    }

    @Test func moreDigitsChangeNothingForADouble() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<500 {
            let value = Double(random.next() >> 11) * 1e-21
            let long = DecimalDigits(value).lengthened(to: 60, seed: random.next()).plain()
            #expect(long.count >= 60)
            #expect(Double(long) == value, "seed 11")
        }
    }

    @Test func everyDoubleComesBackFromItsSpellings() throws {
        var random = SplitMix64(seed: 12)
        for _ in 0..<2_000 {
            let value = Double(bitPattern: random.next() >> 1)
            guard value.isFinite, value < 1e30, value > 1e-30 else { continue }
            let digits = DecimalDigits(value)
            #expect(Double(digits.short) == value && Double(digits.plain()) == value, "seed 12")
        }
    }
}
