import ChandlerCore
import Testing

@Suite struct SymbolTests {
    @Test(arguments: ["BTCUSDT", "1000SATSUSDT", "A", "ABCDEFGHIJKLMNOPQRST", "007"])
    func tickersAreTaken(text: String) throws {
        #expect(try Symbol(text).text == text)
    }

    @Test func lowerCaseIsRaised() throws {
        #expect(try Symbol("btcUsdt") == Symbol("BTCUSDT"))
    }

    @Test(arguments: [
        "", " ", "BTC-USDT", "BTC/USDT", "BTC_USDT", "BTC USDT", "BTCUSDT ", "../etc", "BTC'--",
        "BTC;DROP", "BTC\"", "BTC\u{0}", "ABCDEFGHIJKLMNOPQRSTU", "ВTC", "BTC\n", "ＢＴＣ", "BTC%20",
        "é", "₿",
    ])
    func everythingElseIsRefused(text: String) {
        let error = #expect(throws: SymbolError.self) { try Symbol(text) }
        #expect(error?.text == text)
    }

    /// Upper case of these letters is ASCII, but they are none of a ticker.
    @Test(arguments: ["BTCUſDT", "ßTC", "bıt", "ﬁn", "ŉ"])
    func lettersThatBecomePlainOnlyInUpperCaseAreRefused(text: String) {
        #expect(throws: SymbolError.self) { try Symbol(text) }
    }

    @Test func errorsShowTheTextAndTheRule() {
        let error = #expect(throws: SymbolError.self) { try Symbol("BTC'; DROP\n") }
        #expect(error?.description.contains(#""BTC\'; DROP\n""#) == true, "\(error as Any)")
        #expect(error?.description.contains("1 to 20 letters and digits") == true)
    }

    @Test func namesOfSeriesAreSafeAndDistinct() throws {
        let names = try Interval.allCases.map {
            SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: $0).fileStem
        }
        #expect(Set(names.map { $0.lowercased() }).count == Interval.allCases.count)
        #expect(names.contains("binance-BTCUSDT-1mo"))
    }
}

@Suite struct QuotedTests {
    @Test(arguments: [
        ("abc", "\"abc\""), ("", "\"\""), ("a\nb\t\u{1B}[31m", "\"a\\nb\\t\\u{1B}[31m\""),
        ("a\"b", "\"a\\\"b\""), ("Zürich", "\"Zürich\""),
    ])
    func controlCharactersAreEscaped(text: String, expected: String) {
        #expect(quoted(text) == expected)
    }

    @Test func longTextsAreCutAtEightyCharacters() {
        #expect(
            quoted(String(repeating: "x", count: 80)) == "\"" + String(repeating: "x", count: 80)
                + "\""
        )
        let cut = "\"" + String(repeating: "x", count: 80) + "…\""
        #expect(quoted(String(repeating: "x", count: 81)) == cut)
    }

    @Test func whatWasNotCutIsNotMarkedAsCut() {
        // Fifty flags are a hundred scalars.
        let flags = String(repeating: "🇩🇪", count: 50)
        let shown = quoted(flags)
        #expect(shown.hasSuffix("…\"") == (shown.count < flags.count + 2))
    }

    @Test func oneCharacterOfAThousandMarksIsCutToo() {
        let text = "a" + String(repeating: "\u{301}", count: 1_000)
        #expect(quoted(text).unicodeScalars.count < 100)
    }
}
