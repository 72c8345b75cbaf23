import Foundation
import Testing

@testable import FixtureExchange

@Suite struct BinanceExchangeInfoTests {
    private func object(_ text: [UInt8]) throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: Data(text))
        return try #require(json as? [String: Any])
    }

    private func symbols(_ text: [UInt8]) throws -> [[String: Any]] {
        try #require(try object(text)["symbols"] as? [[String: Any]])
    }

    @Test func listsEverySymbolOnce() async throws {
        try await withServer([TestFiles.small, TestFiles.candles]) { _, client in
            let answer = try await client.send("GET", "/api/v3/exchangeInfo")
            let names = try symbols(answer.body).map { $0["symbol"] as? String }
            #expect(names == ["BROKENUSDT", "BTCUSDT", "ETHUSDT", "SMALLUSDT"])
            #expect(answer.headers["x-mbx-used-weight-1m"] == "20")
        }
    }

    @Test func picksSymbolsAndStates() async throws {
        try await withServer([TestFiles.small, TestFiles.candles]) { configuration in
            configuration.statuses["ETHUSDT"] = "BREAK"
        } test: { _, client in
            let one = try await client.send("GET", "/api/v3/exchangeInfo?symbol=ETHUSDT")
            let ether = try #require(try symbols(one.body).first)
            #expect(ether["status"] as? String == "BREAK")
            #expect(ether["baseAsset"] as? String == "ETH")
            #expect(ether["quoteAsset"] as? String == "USDT")
            let filters = try #require(ether["filters"] as? [[String: String]])
            #expect(filters.first?["tickSize"] == "0.10000000")
            #expect(filters.last?["stepSize"] == "1.00000000")
            let two = try await client.send(
                "GET",
                "/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22,%22ETHUSDT%22%5D"
            )
            #expect(try symbols(two.body).count == 2)
            let broken = try await client.send("GET", "/api/v3/exchangeInfo?symbolStatus=BREAK")
            #expect(try symbols(broken.body).map { $0["symbol"] as? String } == ["ETHUSDT"])
        }
    }

    @Test func tellsTheLimitsAndTheTime() async throws {
        try await withServer([TestFiles.small], now: "2024-06-15T12:34:30Z") { configuration in
            configuration.weightLimit = 1_234
        } test: { _, client in
            let info = try object(try await client.send("GET", "/api/v3/exchangeInfo").body)
            #expect(info["serverTime"] as? Int == 1_718_454_870_000)
            #expect(info["timezone"] as? String == "UTC")
            let limits = try #require(info["rateLimits"] as? [[String: Any]])
            #expect(limits.first?["rateLimitType"] as? String == "REQUEST_WEIGHT")
            #expect(limits.first?["limit"] as? Int == 1_234)
        }
    }
}
