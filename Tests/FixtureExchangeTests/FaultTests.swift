import Testing

@testable import FixtureExchange

/// Reading and counting of fault switches.
@Suite struct FaultTests {
    @Test(arguments: [
        "429", "429:5@first=1", "418:10", "403", "451", "500", "503-html", "cut@every=3", "slow",
        "slow:5@p=0.5,seed=9", "garbage", "html", "content-type", "truncated-gzip", "duplicate",
        "duplicate:altered", "duplicate:edge", "unordered", "unordered:reversed", "late:0",
        "hide:1..2", "revise:2024-01-01T00:00:00Z:quote_volume:1.5@symbol=A,interval=1m",
    ])
    func isRead(text: String) throws {
        #expect(try Fault(parsing: text).description == text)
    }

    @Test(arguments: [
        ("", "no kind of fault"), ("404", "no kind of fault"), ("429:soon", "not a whole number"),
        ("cut:3", "no kind of fault"), ("duplicate:twice", "no kind of fault"),
        ("late:noon", "is not a time"), ("hide:2..1", "ends before it begins"),
        ("revise:0:colour:red", "is no field"), ("cut@sometimes", "the rule \"sometimes\""),
        ("cut@p=2", "the rule \"p=2\""), ("cut@first=-1", "the rule \"-1\""),
    ])
    func isRefused(text: String, reason: String) throws {
        let error = try #require(throws: FixtureExchangeError.self) { try Fault(parsing: text) }
        #expect(error.code == .badFault)
        #expect(error.message.contains(reason))
        #expect(!error.isRetryable)
    }

    private func fired(_ text: String, _ subjects: [RequestSubject]) throws -> [Int] {
        var book = FaultBook([try Fault(parsing: text)])
        return subjects.indices.filter { !book.effects(on: subjects[$0]).isEmpty }
    }

    private func page(
        _ start: Int64? = nil,
        symbol: String = "BTCUSDT",
        interval: String = "1m"
    ) -> RequestSubject {
        RequestSubject(
            path: "/api/v3/klines",
            asksForCandles: true,
            symbol: symbol,
            interval: interval,
            start: start
        )
    }

    @Test(
        "Counting rules let the right requests through",
        arguments: [
            ("cut", [0, 1, 2, 3, 4, 5]), ("cut@first=2", [0, 1]), ("cut@after=4", [4, 5]),
            ("cut@every=3", [2, 5]), ("cut@after=1,first=2", [1, 2]), ("cut@p=0", []),
            ("cut@p=1", [0, 1, 2, 3, 4, 5]), ("cut@after=2,every=2", [3, 5]),
        ] as [(String, [Int])]
    )
    func counting(text: String, expected: [Int]) throws {
        #expect(try fired(text, Array(repeating: page(), count: 6)) == expected)
    }

    @Test func otherRulesPickRequestsBeforeTheyAreCounted() throws {
        let other = RequestSubject(path: "/api/v3/exchangeInfo")
        let requests = [page(1), other, page(2, symbol: "ETHUSDT"), page(2), page(2), page(1)]
        #expect(try fired("cut@start=2,first=2", requests) == [2, 3])
        #expect(try fired("cut@symbol=ETHUSDT", requests) == [2])
        #expect(try fired("cut@interval=5m", requests).isEmpty)
        #expect(try fired("cut@path=*", requests) == [0, 1, 2, 3, 4, 5])
        #expect(try fired("cut@path=/exchangeInfo", requests) == [1])
        #expect(try fired("cut", requests) == [0, 2, 3, 4, 5])
    }

    @Test func aProbabilityIsTheSameForTheSameSeed() throws {
        let requests = Array(repeating: page(), count: 400)
        let first = try fired("cut@p=0.25,seed=7", requests)
        #expect(first == (try fired("cut@p=0.25,seed=7", requests)))
        #expect(first != (try fired("cut@p=0.25,seed=8", requests)))
        #expect((60...140).contains(first.count))
    }

    @Test func helpHasAnExampleOfEveryKindThatCanBeRead() throws {
        var kinds: Set<Substring> = []
        for line in Fault.help.split(separator: "\n").dropFirst() {
            if line.hasPrefix("RULES") { break }
            guard line.hasPrefix("  "), let example = line.split(separator: " ").last else {
                continue
            }
            _ = try Fault(parsing: String(example))
            kinds.insert(example.prefix { $0 != ":" && $0 != "@" })
        }
        #expect(kinds == Set(FaultEffect.kinds.split(separator: ", ")))
        #expect(Fault.help.split(separator: "\n").allSatisfy { $0.count < 80 })
    }
}
