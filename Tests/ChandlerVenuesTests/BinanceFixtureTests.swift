import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

@Suite struct BinanceFixtureTests {
    @Test(arguments: ["1m_flat", "1h_large_volumes", "5m_too_precise", "1h_mixed_units"])
    func fixtureGivesExactlyItsCandles(name: String) throws {
        let meta = try Fixture.meta("get_klines_\(name)")
        let page = try parseAll(Fixture.body("get_klines_\(name).json"), meta.interval)
        expect(page.candles, equal: meta.candles)
    }

    @Test func lowWithTwentyDecimalsIsRejectedAndNotRounded() throws {
        let page = try parseAll(Fixture.body("get_klines_5m_too_precise.json"), "5m")
        let rejected = try #require(page.rejected.first)
        #expect(page.rejected.count == 1)
        #expect(rejected.rule == "too_precise")
        #expect(
            rejected.reason
                == "low \"0.00004070000000000001\" has more than 8 decimals and would have to be rounded"
        )
        #expect(rejected.openTime == Timestamp(milliseconds: 1_515_645_300_000))
        #expect(rejected.payload.hasPrefix("[1515645300000,\"0.0000443\",\"0.00004435\","))
        #expect(rejected.payload.hasSuffix("\"155.06172839\",\"0\"]"))
    }

    @Test func volumeOfFourteenDigitsIsKeptWhole() throws {
        let page = try parseAll(Fixture.body("get_klines_1h_large_volumes.json"), "1h")
        #expect(page.candles.first?.volume.description == "32067355081399.00000000")
    }

    @Test(
        .enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"),
        arguments: [
            ("klines_btcusdt_5m_limit24", "5m"), ("klines_btcusdt_1m_start_equals_end", "1m"),
            ("klines_ethbtc_1d_6", "1d"), ("klines_btcusdt_5m_start_limit24", "5m"),
            ("klines_btcusdt_1h_4", "1h"), ("klines_btcusdt_1m_10", "1m"),
            ("klines_doc_example_1w", "1w"),
        ]
    )
    func sharedSampleGivesExactlyItsExpectation(name: String, interval: String) throws {
        let page = try parseAll(Fixture.sample("binance/\(name).json"), interval)
        let data = try Fixture.sampleData("binance/\(name).expected.json")
        let expected = try JSONDecoder().decode(SampleCandles.self, from: data)
        #expect(page.rejected == [])
        expect(page.candles, equal: expected.candles_oldest_first)
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func everySharedKlinesSampleHasTheFactsOfTheIndex() throws {
        struct Entry: Decodable {
            struct Facts: Decodable { let step_ms: Int64 }
            let file: String
            let rows: Int?
            let first_open_ms: Int64?
            let last_open_ms: Int64?
            let facts: Facts?
        }
        let index = try JSONDecoder().decode([Entry].self, from: Fixture.sampleData("index.json"))
        let steps: [Int64: String] = [60_000: "1m", 3_600_000: "1h", 86_400_000: "1d"]
        let klines = index.filter { $0.file.hasPrefix("binance/klines_") && $0.facts != nil }
        #expect(klines.count == 6)
        for entry in klines {
            let interval = try #require(entry.facts.flatMap { steps[$0.step_ms] })
            let page = try parseAll(Fixture.sample(entry.file), interval)
            #expect(page.rejected == [])
            #expect(page.notes == PageNotes())
            #expect(page.candles.count == entry.rows)
            #expect(page.candles.first?.openTime.milliseconds == entry.first_open_ms)
            #expect(page.candles.last?.openTime.milliseconds == entry.last_open_ms)
        }
        #expect(try parseAll(Fixture.sample("binance/klines_empty.json"), "1h").rows == 0)
    }

    private func parseAll(_ body: HTTPBody, _ interval: String) throws -> ParsedPage {
        let scope = PageScope(
            interval: try #require(Interval(rawValue: interval)),
            range: TimeRange(Timestamp(microseconds: 0), VenueTime.end),
            closedBefore: VenueTime.end
        )
        return try BinanceParser().parse(body, scope: scope)
    }

    private func expect(_ candles: [Candle], equal expected: [ExpectedCandle]) {
        #expect(candles.count == expected.count)
        for (candle, wanted) in zip(candles, expected) {
            candle.expectPrices(of: wanted)
            #expect(trimmed(candle.volume.description) == trimmed(wanted.base_volume))
            #expect(
                candle.quoteVolume.map { trimmed($0.description) }
                    == wanted.quote_volume.map(trimmed)
            )
            #expect(candle.tradeCount == wanted.trades)
            if let taker = wanted.taker_buy_volume {
                #expect(candle.takerBuyVolume.map { trimmed($0.description) } == trimmed(taker))
            }
        }
    }
}
