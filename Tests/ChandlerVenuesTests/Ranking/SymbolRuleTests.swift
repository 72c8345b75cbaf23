import ChandlerCore
import Testing

@Suite struct SymbolRuleTests {
    @Test(arguments: [
        ("top:50:USDT", 50, "USDT"), ("top:1:BTC", 1, "BTC"), ("top:1000:usdc", 1_000, "USDC"),
        ("TOP:007:Eur", 7, "EUR"), ("top:3:1INCH", 3, "1INCH"),
    ])
    func ruleIsReadInUpperOrLowerCase(text: String, count: Int, quote: String) throws {
        let rule = try SymbolRule(parsing: text)
        #expect(rule.count == count)
        #expect(rule.quoteAsset == quote)
        #expect(try SymbolRule(parsing: rule.description) == rule)
        #expect(rule.description == "top:\(count):\(quote)")
    }

    @Test(arguments: [
        ("", "top:COUNT:QUOTE"), ("top", "top:COUNT:QUOTE"), ("top:50", "top:COUNT:QUOTE"),
        ("bottom:50:USDT", "top:COUNT:QUOTE"), ("top:50:USDT:x", "top:COUNT:QUOTE"),
        (" top:50:USDT", "top:COUNT:QUOTE"), ("top:0:USDT", "from 1 to 1000"),
        ("top:1001:USDT", "from 1 to 1000"), ("top:-5:USDT", "from 1 to 1000"),
        ("top:+5:USDT", "from 1 to 1000"), ("top:5.0:USDT", "from 1 to 1000"),
        ("top::USDT", "from 1 to 1000"), ("top:٣:USDT", "from 1 to 1000"),
        ("top:99999999999999999999:USDT", "from 1 to 1000"), ("top:5:", "letters and digits"),
        ("top:5:US-T", "letters and digits"), ("top:5:USD₮", "letters and digits"),
        ("top:5:ABCDEFGHIJKLMNOPQRSTU", "letters and digits"),
    ])
    func otherTextIsRefusedWithWhatWasExpected(text: String, words: String) throws {
        let error = #expect(throws: SymbolRuleError.self) { try SymbolRule(parsing: text) }
        #expect(error?.description.contains(words) == true)
        #expect(error?.description.contains("expected") == true)
    }

    @Test func mostTradedComeFirstAndEqualOnesByTheirSymbols() throws {
        let selection = try rule("top:5:USDT").selection(
            from: [
                turnover("CUSDT", 5), turnover("AUSDT", 1), turnover("DUSDT", 5),
                turnover("BUSDT", 9), turnover("ZBTC", 100, quote: "BTC"), turnover("EUSDT", 0),
            ],
            at: "here"
        )
        #expect(selection.symbols.map(\.text) == ["BUSDT", "CUSDT", "DUSDT", "AUSDT", "EUSDT"])
        #expect(selection.note == nil)
    }

    @Test func noMoreThanAskedForArePickedAndASymbolOnce() throws {
        let all = try [
            turnover("AUSDT", 1), turnover("BUSDT", 9), turnover("BUSDT", 8), turnover("CUSDT", 5),
        ]
        let two = try rule("top:2:USDT").selection(from: all, at: "here")
        #expect(two.symbols.map(\.text) == ["BUSDT", "CUSDT"])
        #expect(two.ranked.map(\.quoteVolume) == [9, 5])
        #expect(two.note == nil)
    }

    @Test(arguments: [-1, -1e-300, Double.nan, .infinity, -.infinity])
    func whatIsNoAmountIsPassedOver(amount: Double) throws {
        let all = try [turnover("AUSDT", amount), turnover("BUSDT", 1)]
        let selection = try rule("top:1:USDT").selection(from: all, at: "here")
        #expect(selection.symbols.map(\.text) == ["BUSDT"])
    }

    @Test func stableCoinsAndLeveragedTokensArePickedLikeAnyOther() throws {
        let all = try [turnover("USDCUSDT", 9), turnover("BTC3LUSDT", 8), turnover("BTCUSDT", 7)]
        let selection = try rule("top:3:USDT").selection(from: all, at: "here")
        #expect(selection.symbols.map(\.text) == ["USDCUSDT", "BTC3LUSDT", "BTCUSDT"])
    }

    @Test func fewerThanAskedForIsSaid() throws {
        let one = try rule("top:3:USDT").selection(from: [turnover("AUSDT", 1)], at: "here")
        #expect(one.symbols.count == 1)
        #expect(
            one.note == "top:3:USDT: here has fewer, there is 1 that trades against USDT"
        )
        let two = try rule("top:3:USDT").selection(
            from: [turnover("AUSDT", 1), turnover("BUSDT", 1)],
            at: "here"
        )
        #expect(two.note?.contains("there are 2 that trade against USDT") == true)
    }

    @Test func unknownQuoteGivesNothingAndNamesThoseThereAre() throws {
        let all = try [
            turnover("ABTC", 1, quote: "BTC"), turnover("AUSDT", 1), turnover("BUSDT", 1),
            turnover("AEUR", 1, quote: "EUR"),
        ]
        let selection = try rule("top:3:DOGE").selection(from: all, at: "here")
        #expect(selection.symbols == [])
        #expect(
            selection.note == "top:3:DOGE: nothing that trades at here is counted in DOGE; quote "
                + "assets there are USDT BTC EUR"
        )
        let none = try rule("top:3:DOGE").selection(from: [], at: "here")
        #expect(none.note?.contains("was empty") == true)
    }

    private func rule(_ text: String) throws -> SymbolRule { try SymbolRule(parsing: text) }

    private func turnover(
        _ symbol: String,
        _ amount: Double,
        quote: String = "USDT"
    ) throws -> InstrumentTurnover {
        InstrumentTurnover(
            instrument: Instrument(
                venue: "here",
                symbol: try Symbol(symbol),
                venueSymbol: symbol,
                baseAsset: "",
                quoteAsset: quote,
                status: "on"
            ),
            quoteVolume: amount
        )
    }
}
