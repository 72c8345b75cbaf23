/// Breaks answers in the ways of networks, proxies and aggregators.
struct AggregatorMutator {
    private var breaker: ByteBreaker

    init(seed: UInt64) {
        breaker = ByteBreaker(seed: seed, tokens: Self.tokens)
    }

    private static let tokens = [
        "null", "true", "false", "[]", "{}", "[1]", "{\"a\":[1,2]}", "\"\"", "\"\\u0031\"",
        "\"\\\"\"", "-1", "\"-1\"", "1e5", "1E-9", "1e400", "\"1e400\"", "-1e400", "-0", "00", "1.",
        "99999999999999999999", "0", "\"0\"", "\"NaN\"", "NaN", "\"inf\"", "1779926400",
        "1709251200000", "9223372036854775807", "-9223372036854775808", "\"\\ud83d\"",
        "\"\\u0000\"",
        "\"\(String(repeating: "m", count: 129))\"", "\"a b\"",
        "\"2026-02-23T04:55:12.4619999999Z\"",
        ",", "]", "[", "\"", "\\", "}", "{", ":", "\u{FEFF}", "<html>", "\"solana_\"", "\"eth_\"",
    ]

    private static let marks = Set(",[]{}:".utf8)

    /// An answer with some fields replaced, some digits changed, and perhaps bytes broken.
    mutating func answer(_ template: [UInt8]) -> [UInt8] {
        var bytes = template
        for _ in 0..<random(4) { breakField(&bytes) }
        for _ in 0..<random(4) { breaker.breakDigit(&bytes) }
        if random(4) == 0 { for _ in 0..<(1 + random(3)) { breaker.breakBytes(&bytes) } }
        return bytes
    }

    /// A whole number below a bound, which is 1 at least.
    mutating func random(_ bound: Int) -> Int {
        breaker.random(bound)
    }

    private mutating func breakField(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let start = random(bytes.count)
        guard let first = bytes[start...].firstIndex(where: Self.marks.contains),
            let last = bytes[(first + 1)...].firstIndex(where: Self.marks.contains)
        else { return }
        switch random(6) {
        case 0: bytes.removeSubrange(first..<last)
        case 1: bytes.insert(contentsOf: bytes[first..<last], at: first)
        default:
            bytes.replaceSubrange((first + 1)..<last, with: breaker.token())
        }
    }

}
