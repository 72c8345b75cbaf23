import CSimdjson
import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct BinanceParserFuzzTests {
    /// `CHANDLER_FUZZ` sets the number of inputs, `CHANDLER_SEED` repeats a run.
    @Test func mutatedPagesNeitherCrashNorLetABrokenCandleThrough() throws {
        let count = FuzzRun.count(20_000)
        let seed = FuzzRun.seed
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
        let known = ChandlerVenuesTests.problem(
            parsed.candles,
            scope.interval,
            scope.range,
            closedBefore: scope.closedBefore
        )
        if let known { return known }
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
    private var breaker: ByteBreaker

    init(seed: UInt64) {
        breaker = ByteBreaker(seed: seed, tokens: Self.tokens)
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
            interval: random(0..<20) == 0 ? .fiveMinutes : .minute,
            range: TimeRange(start, end),
            closedBefore: Interval.minute.advance(march, by: random(2..<10)) + Int64(random(0..<2))
        )
    }

    mutating func page() -> [UInt8] {
        var rows = (0..<random(0..<8)).map { _ in row() }
        if random(0..<2) == 0 { rows.sort { $0.openTime < $1.openTime } }
        var text = "[" + rows.map(\.json).joined(separator: ",") + "]"
        if random(0..<4) == 0 { text = text.replacing(",", with: " , ") }
        var bytes = Array(text.utf8)
        for _ in 0..<random(0..<4) { breaker.breakBytes(&bytes, digits: 3) }
        return bytes
    }

    private mutating func row() -> Row {
        var row = Row(random(0..<8))
        guard random(0..<2) == 0 else { return row }
        let token = String(decoding: breaker.token(), as: UTF8.self)
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

    private mutating func random(_ range: Range<Int>) -> Int {
        breaker.random(range)
    }
}
