import CSimdjson
import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct BinanceParserFuzzTests {
    /// `CHANDLER_FUZZ` sets the number of inputs, `CHANDLER_SEED` repeats a run.
    @Test func mutatedPagesNeitherCrashNorLetABrokenCandleThrough() throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["CHANDLER_FUZZ"].flatMap { Int($0) } ?? 20_000
        let seed = environment["CHANDLER_SEED"].flatMap { UInt64($0) } ?? .random(in: .min ... .max)
        print("BinanceParserFuzzTests seed \(seed), \(count) inputs")
        var mutator = PageMutator(seed: seed)
        let parser = BinanceParser()
        let oracle = try Oracle()
        var read = 0
        for index in 0..<count {
            let bytes = mutator.page()
            let body = HTTPBody(bytes)
            let asked = mutator.scope()
            let verdict = oracle.judge(bytes)
            let parsed = try? parser.parse(body, scope: asked)
            if let problem = Self.problem(parsed, asked, verdict) {
                Issue.record(
                    "seed \(seed) input \(index): \(problem)\n\(String(decoding: bytes, as: UTF8.self))"
                )
                return
            }
            read += parsed == nil ? 0 : 1
        }
        // Mutations that break everything, or nothing, would test nothing.
        #expect(read > count / 20)
        #expect(read < count)
    }

    /// What is wrong with the outcome, or nil.
    private static func problem(
        _ parsed: ParsedPage?,
        _ scope: PageScope,
        _ verdict: Oracle.Verdict
    ) -> String? {
        guard let parsed else {
            return verdict == .array ? "an array of valid JSON was refused" : nil
        }
        if verdict == .invalid || verdict == .other { return "what is no JSON array was accepted" }
        let settled = parsed.candles.count + parsed.rejected.count + parsed.notes.duplicates
        if settled + parsed.notes.forming != parsed.rows { return "a row was lost" }
        for (last, next) in zip(parsed.candles, parsed.candles.dropFirst())
        where last.openTime >= next.openTime {
            return "open times do not ascend"
        }
        for candle in parsed.candles {
            if let rule = candle.violation(interval: scope.interval) { return rule.rawValue }
            if !scope.range.contains(candle.openTime) { return "a candle lies outside the range" }
            if scope.interval.close(of: candle.openTime) > scope.closedBefore {
                return "a forming candle was kept"
            }
        }
        if parsed.rejected.contains(where: { $0.rule.isEmpty || $0.reason.isEmpty }) {
            return "a rejected row has no reason"
        }
        return nil
    }
}

/// simdjson's full parser, which builds the whole document, as the judge of the lazy walk.
private final class Oracle {
    enum Verdict {
        case array, other, invalid
        /// Valid but for a number that does not fit 64 bits or a double.
        case hugeNumber
    }

    private let parser: OpaquePointer

    init() throws {
        parser = try #require(csimdjson_create())
    }

    deinit {
        csimdjson_destroy(parser)
    }

    func judge(_ bytes: [UInt8]) -> Verdict {
        let code = csimdjson_open(parser, bytes, bytes.count)
        guard code == 0 else {
            let words = String(cString: csimdjson_words(code))
            return words.contains("number") || words.contains("NUMBER") ? .hugeNumber : .invalid
        }
        let first = bytes.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
        return first == UInt8(ascii: "[") ? .array : .other
    }
}

/// Breaks pages in the ways of networks, proxies and venues.
private struct PageMutator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    private static let tokens = [
        "null", "true", "[]", "{}", "[1]", "{\"a\":[1,2]}", "\"\"", "\"\\u0031\"", "\"\\\"\"", "-1",
        "1e5", "1.5", "0", "-0", "00", "99999999999999999999", "1e400", "\"-0.00000001\"",
        "\"1e3\"", "\"0.00004070000000000001\"", "\"9999999999.99999999\"",
        "\"10000000000.00000000\"", "\"NaN\"", "1709251200000000", "1709251200001",
        "9223372036854775807", "-9223372036854775808", ",", "]", "[", "\"", "\\", "}", ":", "/",
    ]

    mutating func scope() -> PageScope {
        let start = Interval.minute.advance(march, by: random(0..<3))
        let end = Interval.minute.advance(march, by: random(3..<9))
        return PageScope(
            interval: Int.random(in: 0..<20, using: &generator) == 0 ? .fiveMinutes : .minute,
            range: TimeRange(start, end),
            closedBefore: Interval.minute.advance(march, by: random(2..<10)) + Int64(random(0..<2))
        )
    }

    mutating func page() -> [UInt8] {
        var rows = (0..<random(0..<8)).map { _ in row() }
        if Bool.random(using: &generator) { rows.sort { $0.openTime < $1.openTime } }
        var text = "[" + rows.map(\.json).joined(separator: ",") + "]"
        if random(0..<4) == 0 { text = text.replacing(",", with: " , ") }
        var bytes = Array(text.utf8)
        for _ in 0..<random(0..<4) { mutate(&bytes) }
        return bytes
    }

    private mutating func row() -> Row {
        var row = Row(random(0..<8))
        guard random(0..<2) == 0 else { return row }
        let token = Self.tokens.randomElement(using: &generator) ?? "0"
        switch random(0..<8) {
        case 0: row.openTime = token
        case 1: row.open = token
        case 2: row.high = token
        case 3: row.low = "\"\(random(0..<5)).00000000\""
        case 4: row.volume = token
        case 5: row.closeTime = token
        case 6: row.trades = token
        default: row.unused = token
        }
        return row
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = random(0..<bytes.count)
        let end = random(place..<min(bytes.count, place + 40)) + 1
        switch random(0..<9) {
        case 0: bytes[place] = UInt8(random(0..<256))
        case 1: bytes[place] ^= 1 << UInt8(random(0..<8))
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5:
            let token = Self.tokens.randomElement(using: &generator) ?? "0"
            bytes.insert(contentsOf: token.utf8, at: place)
        default:
            // A digit in place of a digit keeps the answer JSON, and breaks rules instead.
            guard let digit = bytes[place...].firstIndex(where: { (48...57).contains($0) })
            else { return }
            bytes[digit] = UInt8(48 + random(0..<10))
        }
    }

    private mutating func random(_ range: Range<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }
}
