import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct TickerReadingTests {
    @Test(arguments: TickerSample.all)
    func amountsAreReadAndTickersWithoutOneAreSkipped(sample: TickerSample) throws {
        let tickers = try sample.read(HTTPBody(text: sample.text))
        #expect(tickers.count == sample.expected.count)
        for ticker in tickers {
            let wanted = try #require(sample.expected[ticker.name])
            #expect(abs(ticker.quoteVolume - wanted) <= wanted * 1e-12)
            #expect(ticker.isComputed == sample.isComputed)
        }
    }

    @Test(arguments: TickerSample.all)
    func answerOfAnotherShapeIsRefused(sample: TickerSample) {
        for text in ["", "null", "7", "\"x\"", "{\"result\":[1]}", "[[]]", "[{}]", "<html>"] {
            #expect(throws: (any Error).self) { try sample.read(HTTPBody(text: text)) }
        }
    }

    @Test func krakenTellsWhichPairATickerIsOf() throws {
        guard case .list(let list) = KrakenDialect().tickers, let names = list.names else {
            Issue.record("Kraken has no list of names")
            return
        }
        let text = """
            {"error":[],"result":{"XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD"},
            "SOLUSD":{"wsname":"SOL/USD"},"XDGEUR":{"wsname":"XDG/EUR"},"OLD.d":{}}}
            """
        #expect(
            try names.read(HTTPBody(text: text)) == [
                "XXBTZUSD": "BTC/USD", "SOLUSD": "SOL/USD", "XDGEUR": "DOGE/EUR",
            ]
        )
    }

    /// `CHANDLER_FUZZ` sets the number of inputs a venue, `CHANDLER_SEED` repeats a run.
    @Test(arguments: TickerSample.all)
    func brokenListsNeitherCrashNorGiveAnAmountThatIsNone(sample: TickerSample) throws {
        let count = FuzzRun.count(2_000)
        let seed = FuzzRun.seed
        print("TickerReadingTests \(sample.name) seed \(seed), \(count) inputs")
        var mutator = TickerMutator(seed: seed)
        var read = 0
        for index in 0..<count {
            let bytes = mutator.mutated(Array(sample.text.utf8))
            guard let tickers = try? sample.read(HTTPBody(bytes)) else { continue }
            read += 1
            guard tickers.allSatisfy({ $0.quoteVolume.isFinite && $0.quoteVolume >= 0 }) else {
                let text = String(decoding: bytes, as: UTF8.self)
                Issue.record("\(sample.name) seed \(seed) input \(index): \(tickers) of \(text)")
                return
            }
        }
        // Mutations that break everything, or nothing, would test nothing.
        #expect(read > count / 20 && read < count)
    }
}

/// Breaks answers: bytes, numbers and members.
private struct TickerMutator {
    private static let words = [
        "-1", "1e999", "-1e999", "NaN", "\"NaN\"", "\"-inf\"", "null", "\"\"", "\"-5\"", "1e-400",
        "[]", "{}", "true", "\"0x1p1023\"", "99999999999999999999999999", "\"\\u0000\"", ",", ":",
        "]", "}", "\u{00e9}", "\"1e308\"",
    ]

    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: bytes[place] = .random(in: .min ... .max, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeLast(Int.random(in: 0...(bytes.count / 8), using: &random))
        case 3:
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        default: replaceValue(&bytes, from: place)
        }
    }

    /// Puts a word in the place of a string.
    private mutating func replaceValue(_ bytes: inout [UInt8], from place: Int) {
        let quote = UInt8(ascii: "\"")
        guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")),
            colon + 1 < bytes.count,
            bytes[colon + 1] == quote,
            let end = bytes[(colon + 2)...].firstIndex(of: quote),
            let word = Self.words.randomElement(using: &random)
        else { return }
        bytes.replaceSubrange((colon + 1)...end, with: Array(word.utf8))
    }
}
