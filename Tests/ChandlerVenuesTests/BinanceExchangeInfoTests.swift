import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct BinanceExchangeInfoTests {
    @Test func instrumentHasItsAssetsStatusAndSteps() throws {
        let info = try BinanceExchangeInfo(Fixture.body("get_exchange_info_btcusdt.json"))
        let instrument = try #require(info.instruments.first)
        #expect(info.instruments.count == 1)
        #expect(info.weightPerMinute == 6_000)
        #expect(instrument.venue == "binance")
        #expect(instrument.symbol.text == "BTCUSDT")
        #expect(instrument.baseAsset == "BTC")
        #expect(instrument.quoteAsset == "USDT")
        #expect(instrument.status == "TRADING")
        #expect(instrument.tickSize == "0.01000000")
        #expect(instrument.stepSize == "0.00001000")
    }

    @Test func filtersAndLimitsMayBeMissing() throws {
        let text =
            "{\"symbols\":[{\"symbol\":\"AB\",\"status\":\"BREAK\",\"baseAsset\":\"A\","
            + "\"quoteAsset\":\"B\"}]}"
        let info = try BinanceExchangeInfo(HTTPBody(text: text))
        #expect(info.instruments.first?.tickSize == nil)
        #expect(info.weightPerMinute == nil)
    }

    @Test(arguments: ["[]", "{}", "{\"symbols\":[{\"symbol\":\"AB\"}]}", "{\"symbols\":[1]}", "x"])
    func answerOfAnotherShapeIsRefused(text: String) {
        #expect(throws: JSONFault.self) { try BinanceExchangeInfo(HTTPBody(text: text)) }
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func sharedSampleHoldsTwentyFiveInstruments() throws {
        let info = try BinanceExchangeInfo(Fixture.sample("binance/exchangeInfo_25_symbols.json"))
        #expect(info.instruments.count == 25)
        #expect(info.weightPerMinute == 6_000)
        #expect(info.instruments.first { $0.symbol.text == "EOSETH" }?.status == "BREAK")
        #expect(info.instruments.allSatisfy { $0.tickSize != nil && $0.stepSize != nil })
    }
}
