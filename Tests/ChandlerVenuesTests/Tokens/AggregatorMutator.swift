import Foundation

@testable import ChandlerVenues

/// How many inputs fuzz tests read: `CHANDLER_FUZZ` sets it, `CHANDLER_SEED` repeats a run.
enum FuzzRun {
    static var count: Int {
        ProcessInfo.processInfo.environment["CHANDLER_FUZZ"].flatMap { Int($0) } ?? 3_000
    }

    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["CHANDLER_SEED"].flatMap { UInt64($0) }
            ?? .random(in: .min ... .max)
    }
}

/// Breaks answers in the ways of networks, proxies and aggregators.
struct AggregatorMutator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
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
    ].map { Array($0.utf8) }

    private static let marks = Set(",[]{}:".utf8)

    /// An answer with some fields replaced, some digits changed, and perhaps bytes broken.
    mutating func answer(_ template: [UInt8]) -> [UInt8] {
        var bytes = template
        for _ in 0..<random(4) { breakField(&bytes) }
        for _ in 0..<random(4) { breakDigit(&bytes) }
        if random(4) == 0 { for _ in 0..<(1 + random(3)) { breakBytes(&bytes) } }
        return bytes
    }

    /// A whole number below a bound, which is 1 at least.
    mutating func random(_ bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &generator)
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
            bytes.replaceSubrange((first + 1)..<last, with: Self.tokens[random(Self.tokens.count)])
        }
    }

    /// A digit in place of a digit mostly keeps the answer JSON, and breaks rules instead.
    private mutating func breakDigit(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = random(bytes.count)
        guard let digit = bytes[place...].firstIndex(where: { (48...57).contains($0) })
        else { return }
        bytes[digit] = UInt8(48 + random(10))
    }

    private mutating func breakBytes(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = random(bytes.count)
        let end = place + 1 + random(min(bytes.count - place, 40))
        switch random(6) {
        case 0: bytes[place] = UInt8(random(256))
        case 1: bytes[place] ^= 1 << UInt8(random(8))
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: Self.tokens[random(Self.tokens.count)], at: place)
        }
    }
}
