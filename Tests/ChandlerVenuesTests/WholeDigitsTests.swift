import ChandlerCore
import Testing

@testable import ChandlerVenues

@Suite struct WholeDigitsTests {
    @Test func fastReadersAgreeWithTheSlowOnes() {
        let seed = UInt64.random(in: .min ... .max)
        print("WholeDigitsTests seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var known = 0
        for _ in 0..<50_000 {
            let text = Self.text(&generator)
            let bytes = Array(("[\"0123456789abcdef".utf8)) + Array(text.utf8)
            let count = text.utf8.count
            bytes.withUnsafeBufferPointer { buffer in
                guard let page = buffer.baseAddress else { return }
                let offset = bytes.count - count
                let slice = UnsafeBufferPointer(rebasing: buffer[offset...])
                if let raw = WholeDigits.fixedPoint8(page, offset: offset, count: count) {
                    known += 1
                    #expect((try? Price(parsing: slice))?.raw == raw, "\(text)")
                    #expect((try? Quantity(parsing: slice))?.raw == Int128(raw), "\(text)")
                }
                if let value = WholeDigits.integer(page, offset: offset, count: count) {
                    known += 1
                    #expect(Int64(text) == value, "\(text)")
                }
            }
        }
        #expect(known > 10_000)
    }

    @Test(arguments: [
        ("12345678.12345678", 1_234_567_812_345_678), ("0.00000001", 1),
        ("1.00000000", 100_000_000),
        ("99999999.99999999", 9_999_999_999_999_999),
    ])
    func commonDecimalIsRead(text: String, raw: Int64) {
        let bytes = Array("[1234567890123,\"\(text)".utf8)
        let count = text.utf8.count
        let found = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap {
                WholeDigits.fixedPoint8($0, offset: bytes.count - count, count: count)
            }
        }
        #expect(found == raw)
    }

    @Test func nothingIsReadBeforeThePage() {
        let bytes = Array("1.00000000".utf8)
        let found = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { WholeDigits.fixedPoint8($0, offset: 0, count: 10) }
        }
        #expect(found == nil)
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        let digits = Array("0123456789")
        var text = String(
            (0..<Int.random(in: 0...17, using: &generator)).map { _ in
                digits.randomElement(using: &generator) ?? "0"
            }
        )
        if Bool.random(using: &generator) {
            text += "."
            let places =
                Bool.random(using: &generator) ? 8 : Int.random(in: 0...9, using: &generator)
            text += String(
                (0..<places).map { _ in digits.randomElement(using: &generator) ?? "0" }
            )
        }
        if Int.random(in: 0..<4, using: &generator) == 0, !text.isEmpty {
            let place = text.index(
                text.startIndex,
                offsetBy: Int.random(in: 0..<text.count, using: &generator)
            )
            let odd = Array("-+.eE /:a\u{7F}").randomElement(using: &generator) ?? "-"
            text.replaceSubrange(place...place, with: String(odd))
        }
        return text
    }
}
