import CZlib
import ChandlerCore
import Testing

@testable import FixtureExchange

@Suite struct SyntheticMarketTests {
    @Test(
        "The committed candles are what the generator makes",
        arguments: [("BTCUSDT", 0x53de_1dc1), ("ETHUSDT", 0x2824_57c9)] as [(String, UInt64)]
    )
    func committedFile(symbol: String, expected: UInt64) throws {
        let market = try #require(SyntheticMarket.committed.first { $0.symbol == symbol })
        let made = market.csv
        #expect(crc32(0, made, UInt32(made.count)) == expected)
        let kept = try GzipReader.content(of: "\(TestFiles.candles)/\(symbol)-1m.csv.gz")
        let isEqual = made == kept
        #expect(isEqual, "run fixtures/generate-candles.sh")
    }

    @Test func eventsAreInTheFile() throws {
        let path = TestFiles.candles + "/BTCUSDT-1m.csv.gz"
        let file = try CandleFile(
            path: path,
            name: CandleFileName(symbol: "BTCUSDT", interval: .minute)
        )
        #expect(file.count == 131_375)
        var gaps: [Int64] = []
        for row in 1..<file.count {
            let missing = (file.openTime(of: row) - file.openTime(of: row - 1)) / 60_000 - 1
            if missing > 0 { gaps.append(missing) }
        }
        #expect(gaps == [1, 7, 63, 80, 185, 1_560])
        let silent = file.firstRow(atOrAfter: Int64(minute((5 * 24 + 3) * 60 + 10)))
        let page = CandlePage(file: file, rows: [.init(index: Int32(silent))])
        let texts = page.texts(at: 0)
        #expect(texts[.volume] == Array("0.0".utf8))
        #expect(texts[.open] == texts[.close])
        #expect(texts[.high] == texts[.low])
    }

    @Test func everyGeneratedCandleIsWellFormed() throws {
        let market = try #require(SyntheticMarket.committed.first)
        var walk = SyntheticWalk(market)
        for minute in 0..<20_000 {
            guard let candle = walk.candle(at: minute) else { continue }
            let isOrdered =
                candle.high >= max(candle.open, candle.close)
                && candle.low <= min(candle.open, candle.close) && candle.low > 0
            let isCounted =
                candle.takerBuyVolume <= candle.volume
                && (candle.volume == 0) == (candle.tradeCount == 0)
            #expect(isOrdered && isCounted, "minute \(minute): \(candle)")
        }
    }

    @Test func aFileIsWritten() async throws {
        try await TestFiles.withFolder { folder in
            let market = try #require(SyntheticMarket.committed.last)
            let path = try market.write(into: folder)
            #expect(path == folder + "/ETHUSDT-1m.csv.gz")
            #expect(
                try GzipReader.content(of: path, limit: 100).starts(with: Array("open_time".utf8))
            )
            let error = try #require(throws: FixtureExchangeError.self) {
                try market.write(into: folder + "/missing")
            }
            #expect(error.code == .cannotWrite)
        }
    }
}
