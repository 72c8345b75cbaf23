import CSimdjson
import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

/// Every layout meets broken answers: recorded ones where they are there, and made ones.
@Suite struct LayoutFuzzTests {
    /// `CHANDLER_FUZZ` sets the number of inputs a layout, `CHANDLER_SEED` repeats a run.
    @Test(arguments: FuzzedLayout.all)
    func brokenAnswersNeitherCrashNorLetABrokenCandleThrough(fuzzed: FuzzedLayout) throws {
        let count = FuzzRun.count()
        let seed = FuzzRun.seed
        let templates = try fuzzed.templates()
        print(
            "LayoutFuzzTests \(fuzzed.name) seed \(seed), \(count) inputs from "
                + "\(templates.count) answers"
        )
        var mutator = AnswerMutator(seed: seed)
        let parser = LayoutParser(fuzzed.layout)
        var read = 0
        var candles = 0
        for index in 0..<count {
            let template = templates[index % templates.count]
            let bytes = mutator.answer(template)
            let scope = mutator.scope(template)
            let parsed = try? parser.parse(HTTPBody(bytes), scope: scope)
            if let problem = parsed.flatMap({ Self.problem($0, scope) }) {
                Issue.record(
                    """
                    \(fuzzed.name) seed \(seed) input \(index) \(template.name): \(problem)
                    \(String(decoding: bytes, as: UTF8.self))
                    """
                )
                return
            }
            read += parsed == nil ? 0 : 1
            candles += parsed?.candles.count ?? 0
        }
        // Mutations that break everything, or nothing, would test nothing.
        #expect(read > count / 20 && read < count)
        #expect(candles > count / 20)
    }

    /// What is broken on purpose must be found, or the test above could not fail.
    @Test func brokenCandlesAreSeenByTheJudge() throws {
        let fuzzed = try #require(FuzzedLayout.all.first)
        let template = try #require(try fuzzed.templates().last)
        let scope = PageScope(
            interval: .minute,
            range: TimeRange(template.first, template.last),
            closedBefore: template.last
        )
        let bytes = Array(template.text.utf8)
        let page = try LayoutParser(fuzzed.layout).parse(HTTPBody(bytes), scope: scope)
        #expect(page.candles.count > 2)
        #expect(Self.problem(page, scope) == nil)
        var reversed = page
        reversed.candles.reverse()
        var shorter = page
        shorter.candles.removeLast()
        let narrow = scope.narrowed(to: TimeRange(template.last, template.last + 1))
        let early = PageScope(
            interval: .minute,
            range: scope.range,
            closedBefore: scope.range.start
        )
        #expect(Self.problem(reversed, scope) == "open times do not ascend")
        #expect(Self.problem(shorter, scope) == "a row was lost")
        #expect(Self.problem(page, narrow) == "a candle lies outside the range")
        #expect(Self.problem(page, early) == "a forming candle was kept")
    }

    /// The parser finds each field where the layout says, and in rows that are long enough.
    @Test(arguments: FuzzedLayout.all)
    func layoutNamesOnlyFieldsThatItsRowsHave(fuzzed: FuzzedLayout) {
        let layout = fuzzed.layout
        let amounts = [layout.quoteVolume, layout.tradeCount].compactMap { $0 }
        let fields =
            [
                layout.openTime, layout.open, layout.high, layout.low, layout.close, layout.volume,
            ] + amounts
        #expect(Set(fields).count == fields.count)
        #expect(fields.allSatisfy { $0 >= 0 && $0 < layout.columns })
        #expect(layout.keys.map { $0.count >= max(layout.columns, layout.width) } ?? true)
        #expect(layout.keys.map { Set($0).count == $0.count } ?? true)
    }

    /// What is wrong with the outcome, or nil.
    private static func problem(_ parsed: ParsedPage, _ scope: PageScope) -> String? {
        let notes = parsed.notes
        let settled = parsed.candles.count + parsed.rejected.count + notes.duplicates
        if settled + notes.corrected + notes.forming != parsed.rows { return "a row was lost" }
        let known = ChandlerVenuesTests.problem(
            parsed.candles,
            scope.interval,
            scope.range,
            closedBefore: scope.closedBefore
        )
        if let known { return known }
        for candle in parsed.candles {
            let prices = [candle.open, candle.high, candle.low, candle.close]
            let volumes = [candle.volume, candle.quoteVolume].compactMap { $0 }
            if prices.contains(where: { abs($0.raw) > Price.limit })
                || volumes.contains(where: { $0.raw.magnitude > Quantity.limit.magnitude })
            {
                return "a value does not fit its column"
            }
        }
        if parsed.rejected.contains(where: { $0.rule.isEmpty || $0.reason.isEmpty }) {
            return "a rejected row has no reason"
        }
        return nil
    }
}

/// A layout under test, and the folder of the samples that are written in it.
struct FuzzedLayout: Sendable, CustomTestStringConvertible {
    /// The layouts, one line each.
    static let all = [
        FuzzedLayout(BybitDialect(category: .spot), samples: "bybit"),
        FuzzedLayout(BybitDialect(category: .inverse), samples: "bybit"),
        FuzzedLayout(OKXDialect(segment: .spot), samples: "okx"),
        FuzzedLayout(OKXDialect(segment: .swap), samples: "okx"),
        FuzzedLayout(KrakenDialect(), samples: "kraken"),
        FuzzedLayout(CoinbaseDialect(), samples: "coinbase"),
        FuzzedLayout(CoinbaseExchangeDialect(), samples: "coinbase"),
        FuzzedLayout(KuCoinDialect(), samples: "kucoin"),
        FuzzedLayout(GateDialect(), samples: "gate"),
        FuzzedLayout(BitstampDialect(), samples: "bitstamp"),
    ]

    let name: String
    let layout: RowLayout
    private let folder: String

    /// The layout of a dialect.
    init(_ dialect: some ExchangeDialect, samples folder: String) {
        name = dialect.profile.name
        layout = dialect.layout
        self.folder = folder
    }

    var testDescription: String { name }

    /// Every recorded answer with rows in this layout, and a made one at the end.
    fileprivate func templates() throws -> [AnswerTemplate] {
        var templates: [AnswerTemplate] = []
        if let shared = Fixture.shared {
            let place = shared.appending(path: "apis/samples/\(folder)").path
            for file in try FileManager.default.contentsOfDirectory(atPath: place).sorted()
            where file.hasSuffix(".json") && !file.hasSuffix(".expected.json") {
                let bytes = [UInt8](try Fixture.sampleData("\(folder)/\(file)"))
                if let template = AnswerTemplate(file, bytes, layout) { templates.append(template) }
            }
            #expect(!templates.isEmpty, "no sample of \(folder) has rows in the layout of \(name)")
        }
        let made = Array(madeAnswer.utf8)
        return templates + [try #require(AnswerTemplate("made", made, layout))]
    }

    /// Eight minutes of March 2024 in this layout.
    private var madeAnswer: String {
        let rows = (0..<8).map { index -> String in
            let open = Interval.minute.advance(march, by: index).microseconds
            var fields = [String](repeating: "\"0\"", count: max(layout.columns, layout.width))
            fields[layout.openTime] = "\(open / layout.timeUnit.rawValue)"
            fields[layout.open] = "\"2.5\""
            fields[layout.high] = "3.00000000"
            fields[layout.low] = "\"2e0\""
            fields[layout.close] = "\"2.7\(index)\""
            fields[layout.volume] = "\"1\(index).12345678\""
            if let column = layout.quoteVolume { fields[column] = "2\(index).5" }
            if let column = layout.tradeCount { fields[column] = "\(index)" }
            if let complete = layout.complete { fields[complete.column] = "\"\(complete.word)\"" }
            guard let keys = layout.keys else { return "[\(fields.joined(separator: ","))]" }
            let members = zip(keys, fields).map { "\"\($0)\":\($1)" }
            return "{\(members.joined(separator: ","))}"
        }
        return layout.path.reversed().reduce("[\(rows.joined(separator: ","))]") { inner, name in
            "{\"code\":0,\"\(name == "*" ? "BTCUSDT" : name)\":\(inner),\"more\":{\"a\":[]}}"
        }
    }
}

/// An answer cut into its rows and what stands around them.
private struct AnswerTemplate {
    let name: String
    private let head: [UInt8]
    let rows: [[UInt8]]
    private let tail: [UInt8]
    /// The first open time, and the moment after the last one.
    let first: Timestamp
    let last: Timestamp

    /// Cuts an answer; `nil` where it has no rows in this layout that are candles.
    init?(_ name: String, _ bytes: [UInt8], _ layout: RowLayout) {
        let everything = PageScope(
            interval: .minute,
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        guard let page = try? LayoutParser(layout).parse(HTTPBody(bytes), scope: everything),
            let first = page.candles.first?.openTime, let last = page.candles.last?.openTime,
            let spans = try? RowWalker().walk(
                HTTPBody(bytes),
                at: layout,
                { rows in
                    (0..<rows.count).map { row in
                        let start = Int(rows.rows.rows[row].offset)
                        return start..<(start + rows.text(ofRow: row).utf8.count)
                    }
                }
            ), let start = spans.first?.lowerBound, let end = spans.last?.upperBound
        else { return nil }
        self.name = name
        self.first = first
        self.last = Interval.minute.close(of: last)
        head = Array(bytes[..<start])
        tail = Array(bytes[end...])
        rows = spans.map { Array(bytes[$0]) }
    }

    /// The whole answer.
    var text: String { String(decoding: answer(rows), as: UTF8.self) }

    /// An answer of other rows in the same place.
    func answer(_ rows: [[UInt8]]) -> [UInt8] {
        head + rows.joined(separator: [UInt8(ascii: ",")]) + tail
    }
}

/// Breaks answers in the ways of networks, proxies and venues.
private struct AnswerMutator {
    private var breaker: ByteBreaker

    init(seed: UInt64) {
        breaker = ByteBreaker(seed: seed, tokens: Self.tokens)
    }

    private static let tokens = [
        "null", "true", "false", "[]", "{}", "[1]", "[[1]]", "{\"a\":[1,2]}", "\"\"", "\"\\u0031\"",
        "\"\\\"\"", "-1", "\"-1\"", "1e5", "1E-9", "1e400", "\"1e400\"", "\"1e99999999999\"", "-0",
        "00", "1.", "99999999999999999999", "\"99999999999999999999.999999995\"", "0", "\"0\"",
        "\"-0.000000001\"", "\"0.000000005\"", "\"1e+-5\"", "\"e\"", "\"NaN\"", "NaN", "Infinity",
        "1709251200", "1709251200000", "\"1709251200000\"", "1709251200000000", "1709251200001",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "9999999999.99999999", "10000000000", ",", "]", "[", "\"", "\\", "}", "{", ":", "/",
        "\u{FEFF}", "<html>",
    ]

    /// A span around the rows of an answer, which some of them may lie outside of.
    mutating func scope(_ template: AnswerTemplate) -> PageScope {
        let interval: Interval =
            random(20) == 0 ? .hour : random(40) == 0 ? .day : .minute
        let length = template.last.microseconds - template.first.microseconds
        let start = template.first + (random(3) == 0 ? Int64(random(100)) * (length / 100) : 0)
        let end = random(3) == 0 ? start + length / 2 + 1 : template.last
        let closed = random(3) == 0 ? start + Int64(random(100)) * (length / 100) : template.last
        return PageScope(
            interval: interval,
            range: TimeRange(start, max(start, end)),
            closedBefore: closed
        )
    }

    /// A few rows of an answer, some of them broken, in an answer that may be broken as well.
    mutating func answer(_ template: AnswerTemplate) -> [UInt8] {
        var rows: [[UInt8]] = []
        let start = random(template.rows.count)
        for offset in 0..<random(9) {
            let isNext = random(4) != 0
            let index =
                isNext ? (start + offset) % template.rows.count : random(template.rows.count)
            var row = template.rows[index]
            if random(2) == 0 { breakField(&row) }
            if random(6) == 0 { breaker.breakDigit(&row) }
            rows.append(row)
        }
        var bytes = template.answer(rows)
        if random(2) == 0 { for _ in 0..<random(4) { breaker.breakBytes(&bytes, digits: 1) } }
        return bytes
    }

    /// Puts something else in the place of a field, or takes the field away.
    private mutating func breakField(_ row: inout [UInt8]) {
        let separators: [UInt8] = [
            UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: ":"),
        ]
        let marks = row.indices.filter { separators.contains(row[$0]) }
        guard marks.count > 1 else { return }
        let mark = random(marks.count - 1)
        let field = (marks[mark] + 1)..<marks[mark + 1]
        switch random(8) {
        case 0: row.removeSubrange(field)
        case 1: row.removeSubrange(marks[mark]..<marks[mark + 1])
        case 2: row.insert(contentsOf: row[field] + [UInt8(ascii: ",")], at: field.lowerBound)
        default: row.replaceSubrange(field, with: breaker.token())
        }
    }

    /// A whole number below a bound, which is 1 at least.
    private mutating func random(_ bound: Int) -> Int {
        breaker.random(bound)
    }
}
