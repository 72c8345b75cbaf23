import ChandlerCore
import Foundation
import Testing

@testable import FixtureExchange

/// The last 24 hours of the hand-made files, as every venue tells them.
@Suite struct DayTickersTests {
    private static let noon = Timestamp(milliseconds: Int64(minute(15)))

    @Test func tickerSumsTheCandlesThatClosedInTheSpan() throws {
        let exchange = try self.exchange(at: Timestamp(milliseconds: Int64(minute(3)) + 30_000))
        let start = Timestamp(milliseconds: Int64(minute(1)) + 30_000)
        let ticker = try #require(try DayTicker(of: "SMALLUSDT", since: start, in: exchange))
        let whole = try #require(
            try DayTicker(of: "SMALLUSDT", since: Timestamp(seconds: 0), in: exchange)
        )
        #expect(ticker.last == whole.last)
        #expect(ticker.volume < whole.volume && ticker.volume.raw > 0)
        #expect(ticker.low <= ticker.average && ticker.average <= ticker.high)
    }

    @Test func symbolWithoutACompleteCandleHasNone() throws {
        let exchange = try self.exchange(at: Timestamp(milliseconds: Int64(minute(0)) + 30_000))
        #expect(try exchange.dayTickers().isEmpty)
    }

    @Test func lastPriceStaysWhenNothingWasTradedForADay() throws {
        let exchange = try self.exchange(at: Timestamp(milliseconds: Int64(minute(3_000))))
        let ticker = try #require(try exchange.dayTickers().first { $0.symbol == "SMALLUSDT" })
        #expect(ticker.last.raw > 0 && ticker.volume.raw == 0 && ticker.average.raw == 0)
    }

    @Test func amountIsVolumeTimesPriceWhereTheFileHasNone() throws {
        try withFiles(["ABUSDT-1m.csv": plainHeader + "\(minute(0)),2,3,1,2.5,4\n"]) { exchange in
            let ticker = try #require(try exchange.dayTickers().first)
            #expect(ticker.quoteVolume.description == "10.00000000")
            #expect(ticker.average.description == "2.50000000")
            #expect(ticker.change.description == "0.25000000")
        }
    }

    @Test(arguments: [
        ("/api/v3/ticker/24hr", "[{\"symbol\":\"ABUSDT\",\"priceChange\":\"0.50000000\","),
        ("/api/v3/ticker/24hr?type=MINI", "[{\"symbol\":\"ABUSDT\",\"openPrice\":\"2.00000000\","),
        ("/api/v3/ticker/24hr?symbol=ABUSDT&type=MINI", "{\"symbol\":\"ABUSDT\",\"openPrice\""),
        (
            "/v5/market/tickers?category=linear",
            "\"turnover24h\":\"10.00000000\",\"volume24h\":\"4."
        ),
        (
            "/v5/market/tickers?category=inverse",
            "\"turnover24h\":\"4.00000000\",\"volume24h\":\"10"
        ),
        ("/api/v5/market/tickers?instType=SPOT", "\"volCcy24h\":\"10.00000000\",\"vol24h\":\"4.00"),
        ("/api/v5/market/tickers?instType=SWAP", "\"volCcy24h\":\"4.00000000\",\"vol24h\":\"400."),
        ("/0/public/Ticker", "\"ABUSDT\":{\"a\":[\"2.50000000\",\"1\",\"1.000\"]"),
        ("/0/public/Ticker?pair=ABUSDT", "\"v\":[\"4.00000000\",\"4.00000000\"]"),
        ("/api/v3/brokerage/market/products", "\"approximate_quote_24h_volume\":\"10.00\"}]"),
        ("/api/v1/market/allTickers", "\"vol\":\"4.00000000\",\"volValue\":\"10.00000000\""),
        ("/api/v2/ticker/", "\"vwap\":\"2.50000000\""),
        ("/api/v2/ticker/", "\"pair\":\"AB/USDT\"}]"),
        ("/api/v4/spot/tickers", "[{\"currency_pair\":\"AB_USDT\",\"last\":\"2.50000000\""),
        ("/api/v4/spot/tickers?currency_pair=AB_USDT", "\"quote_volume\":\"10.00000000\""),
    ])
    func venueTellsThemInItsOwnShape(target: String, words: String) throws {
        try withFiles(["ABUSDT-1m.csv": plainHeader + "\(minute(0)),2,3,1,2.5,4\n"]) { exchange in
            let text = try #require(Self.ask(target, exchange))
            #expect(text.contains(words), "\(text)")
        }
    }

    @Test(arguments: [
        ("/api/v3/ticker/24hr?type=TINY", "type"), ("/api/v3/ticker/24hr?symbol=NONE", "-1121"),
        ("/v5/market/tickers", "10001"), ("/api/v5/market/tickers", "50014"),
        ("/api/v5/market/tickers?instType=COIN", "51000"),
        ("/0/public/Ticker?pair=NONE", "Unknown asset pair"),
        ("/api/v4/spot/tickers?currency_pair=NO_NE", "INVALID_CURRENCY"),
    ])
    func wrongParameterIsRefused(target: String, words: String) throws {
        let text = try #require(Self.ask(target, try exchange(at: Self.noon)))
        #expect(text.contains(words), "\(text)")
    }

    @Test func rowsThatCannotBeReadAreNotCounted() throws {
        let tickers = try exchange(at: Self.noon).dayTickers()
        let broken = try #require(tickers.first { $0.symbol == "BROKENUSDT" })
        #expect(broken.volume.raw > 0 && broken.last.raw > 0)
    }

    private func exchange(at now: Timestamp) throws -> Exchange {
        try Exchange([TestFiles.small], now: now)
    }

    private func withFiles(
        _ files: [String: String],
        _ test: (Exchange) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "day-tickers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try TestFiles.write(text, to: folder.appending(path: name).path)
        }
        try test(try Exchange([folder.path], now: Self.noon))
    }

    private static func ask(_ target: String, _ exchange: Exchange) -> String? {
        let request = VenueRequest(method: "GET", target: target, headers: [:])
        let dialects: [any VenueDialect] = [
            BinanceDialect(weightLimit: 6_000), BybitDialect(weightLimit: 100),
            OKXDialect(weightLimit: 100), KrakenDialect(weightLimit: 100),
            CoinbaseDialect(weightLimit: 100), KuCoinDialect(weightLimit: 100),
            BitstampDialect(weightLimit: 100), GateDialect(weightLimit: 100),
        ]
        let dialect = dialects.first { $0.subject(of: request) != nil }
        return dialect.map { $0.ask(target, in: exchange).text }
    }
}
