import Foundation
import Testing

@testable import FixtureExchange

/// Bybit's habits, on the hand-made file: minutes 0 to 4 and 8 to 11.
@Suite struct BybitDialectTests {
    private static let path = "/v5/market/kline?category=spot&symbol=SMALLUSDT&interval=1"

    @Test(
        "Rows come newest first, both ends included, those next to the start where too many",
        arguments: [
            ("", [11, 10, 9, 8, 4, 3, 2, 1, 0]), ("&limit=2", [11, 10]),
            ("&start=0&limit=1", [0]), ("&start=9999&limit=2", [1, 0]),
            ("&start=\(minute(2))&limit=3", [4, 3, 2]),
            // The start is floored to the candle that holds it, the end is not rounded.
            ("&start=\(minute(2) + 59_999)&limit=3", [4, 3, 2]),
            ("&start=\(minute(3) + 1)&end=\(minute(4) - 1)", [3]),
            ("&end=\(minute(9))&limit=2", [9, 8]), ("&end=\(minute(9) - 1)&limit=2", [8, 4]),
            ("&start=\(minute(1))&end=\(minute(9))&limit=4", [4, 3, 2, 1]),
            ("&start=\(minute(3))&end=\(minute(3))", [3]),
            ("&start=\(minute(5))&end=\(minute(7))", []), ("&start=\(minute(12))", []),
            ("&end=\(newYear - 1)", []), ("&start=\(minute(4))&end=\(minute(2))", []),
            ("&limit=5000", [11, 10, 9, 8, 4, 3, 2, 1, 0]),
            // Names that another API knows are passed over: the newest rows come.
            ("&startTime=0&limit=1", [11]), ("&start=9223372036854775807", []),
        ] as [(String, [Int])]
    )
    func windowPicksRows(query: String, minutes: [Int]) async throws {
        try await withServer([TestFiles.small]) { _, client in
            let answer = try await client.send("GET", Self.path + query)
            #expect(answer.status == 200)
            let result = try Self.result(answer)
            #expect(result.list.compactMap { Int($0[0]) } == minutes.map(minute))
            #expect(result.category == "spot" && result.symbol == "SMALLUSDT")
        }
    }

    @Test func rowsAreSevenTextsInAnEnvelope() async throws {
        try await withServer([TestFiles.small], now: "2024-06-15T12:34:30Z") { _, client in
            let answer = try await client.send("GET", Self.path + "&start=\(newYear)&limit=1")
            #expect(
                answer.text == """
                    {"retCode":0,"retMsg":"OK","result":{"category":"spot","symbol":"SMALLUSDT",\
                    "list":[["1704067200000","100.00000000","101.50000000","99.50000000",\
                    "101.00000000","12.34567890","1246.91356890"]]},"retExtInfo":{},\
                    "time":1718454870000}
                    """
            )
        }
    }

    @Test func inverseContractsCountInQuoteCurrency() async throws {
        try await withServer([TestFiles.small]) { _, client in
            for (category, amounts) in [
                ("linear", ["12.34567890", "1246.91356890"]),
                ("inverse", ["1246.91356890", "12.34567890"]),
            ] {
                let path = "/v5/market/kline?category=\(category)&symbol=SMALLUSDT&interval=1"
                let result = try Self.result(
                    try await client.send("GET", path + "&start=0&limit=1")
                )
                #expect(result.list.map { Array($0.suffix(2)) } == [amounts])
                #expect(result.category == category)
            }
        }
    }

    @Test func withoutCategoryTheMarketIsLinear() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let path = "/v5/market/kline?symbol=SMALLUSDT&interval=D&limit=1"
            let result = try Self.result(try await client.send("GET", path))
            #expect(result.category == "linear")
            // The file has neither turnover nor trades.
            #expect(
                result.list == [
                    ["1704412800000", "104", "106", "103", "105", "50.5", "0.00000000"]
                ]
            )
        }
    }

    @Test func longerCandlesAreJoinedFromTheFile() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let path = "/v5/market/kline?category=spot&symbol=SMALLUSDT&interval=5&start=0"
            let result = try Self.result(try await client.send("GET", path))
            #expect(result.list.compactMap { Int($0[0]) } == [10, 5, 0].map(minute))
        }
    }

    @Test func defaultIsTwoHundredRowsAndOneThousandTheMost() async throws {
        try await withServer([TestFiles.candles]) { _, client in
            let path = "/v5/market/kline?category=spot&symbol=BTCUSDT&interval=1"
            #expect(try Self.result(try await client.send("GET", path)).list.count == 200)
            let most = try Self.result(try await client.send("GET", path + "&start=0&limit=1001"))
            #expect(most.list.count == 1_000)
            #expect(most.list.last?.first == "\(newYear)")
        }
    }

    @Test func runningCandleIsFirstAndUnfinished() async throws {
        try await withServer([TestFiles.small], now: "2024-01-01T00:03:30Z") { _, client in
            let answer = try await client.send("GET", Self.path + "&start=\(minute(2))")
            let rows = try Self.result(answer).list
            #expect(rows.compactMap { Int($0[0]) } == [3, 2].map(minute))
            #expect(rows.first.map { $0[1] == $0[4] } == true)
        }
    }

    @Test(arguments: [
        ("kline?category=spot&symbol=NOPE&interval=1", 10_001, "Not supported symbols"),
        ("kline?category=spot&interval=1", 10_001, "Not supported symbols"),
        ("kline?category=spot&symbol=SMALLUSDT&interval=1m", 10_001, "Invalid period!"),
        ("kline?category=spot&symbol=SMALLUSDT&interval=1D", 10_001, "Invalid period!"),
        ("kline?category=spot&symbol=SMALLUSDT&interval=1440", 10_001, "Invalid period!"),
        ("kline?category=spot&symbol=SMALLUSDT", 10_001, "Invalid period!"),
        ("kline?category=coin&symbol=SMALLUSDT&interval=1", 10_001, "Illegal category"),
        (
            "kline?category=spot&symbol=SMALLUSDT&interval=1&limit=0", 10_001,
            "params error: limit invalid"
        ),
        (
            "kline?category=spot&symbol=SMALLUSDT&interval=1&start=now", 10_001,
            "params error: start invalid"
        ),
        ("instruments-info", 10_001, "Illegal category"),
    ])
    func wrongRequestIsAnErrorWithStatus200(
        target: String,
        code: Int,
        words: String
    ) async throws {
        try await withServer([TestFiles.small]) { _, client in
            let answer = try await client.send("GET", "/v5/market/" + target)
            #expect(answer.status == 200)
            #expect(answer.text.hasPrefix("{\"retCode\":\(code),\"retMsg\":\"\(words)\","))
        }
    }

    @Test(arguments: [
        ("429:7", 200, "{\"retCode\":10006,\"retMsg\":\"Too many visits!\",\"result\":{},"),
        ("418", 403, "access too frequent"), ("403", 403, "<HTML>"), ("451", 403, "<HTML>"),
        ("500", 200, "{\"retCode\":10016,"), ("503-html", 503, "<html>"),
    ])
    func refusalsAreInTheVenuesWords(fault: String, status: Int, words: String) async throws {
        let now = "2024-06-15T12:34:30Z"
        try await withServer([TestFiles.small], now: now, faults: [fault]) { _, client in
            let answer = try await client.send("GET", Self.path)
            #expect(answer.status == status)
            #expect(answer.text.hasPrefix(words))
            let reset = answer.headers["x-bapi-limit-reset-timestamp"]
            #expect(reset == (fault == "429:7" ? "1718454877000" : nil))
        }
    }

    @Test func usedUpLimitIsRefused() async throws {
        try await withServer([TestFiles.small]) { server, client in
            server.setUsedWeight(6_000)
            let answer = try await client.send("GET", "/v5/market/time")
            #expect(answer.text.contains("\"retCode\":10006"))
            #expect(answer.headers["x-bapi-limit-status"] == "0")
        }
    }

    @Test func timeIsInTheEnvelope() async throws {
        try await withServer([TestFiles.small], now: "2024-06-15T12:34:30Z") { _, client in
            let answer = try await client.send("GET", "/v5/market/time")
            #expect(
                answer.text == """
                    {"retCode":0,"retMsg":"OK","result":{"timeSecond":"1718454870",\
                    "timeNano":"1718454870000000000"},"retExtInfo":{},"time":1718454870000}
                    """
            )
        }
    }

    @Test func spotIsListedOnOnePageWithoutDelistedSymbols() async throws {
        try await withServer([TestFiles.small]) {
            $0.statuses = ["BROKENUSDT": "BREAK"]
        } test: { _, client in
            let path = "/v5/market/instruments-info?category=spot"
            let answer = try await client.send("GET", path)
            let list = try Self.instruments(answer)
            #expect(list.list.map(\.symbol) == ["SMALLUSDT"])
            #expect(list.list.first?.baseCoin == "SMALL" && list.list.first?.quoteCoin == "USDT")
            #expect(list.list.first?.status == "Trading")
            #expect(list.nextPageCursor == nil)
            #expect(answer.text.contains("\"priceFilter\":{\"tickSize\":\"0.01\"}"))
        }
    }

    @Test func otherCategoriesAreListedPageByPage() async throws {
        try await withServer([TestFiles.small]) { _, client in
            let path = "/v5/market/instruments-info?category=linear&limit=1"
            let first = try Self.instruments(try await client.send("GET", path))
            #expect(first.list.map(\.symbol) == ["BROKENUSDT"])
            let cursor = try #require(first.nextPageCursor)
            // The cursor holds percent signs of its own, which must be encoded once more.
            #expect(cursor == "last%3DBROKENUSDT")
            let next = path + "&cursor=" + cursor.replacing("%", with: "%25")
            let second = try Self.instruments(try await client.send("GET", next))
            #expect(second.list.map(\.symbol) == ["SMALLUSDT"])
            #expect(second.nextPageCursor == "")
        }
    }

    @Test(arguments: ["/v5/market/", "/v5/market/klines", "/v5/kline", "/v3/market/kline"])
    func pathsThatDoNotExistAreNotFound(path: String) async throws {
        try await withServer([TestFiles.small]) { _, client in
            let answer = try await client.send("GET", path)
            #expect(answer.status == 404)
        }
    }

    private struct Page: Decodable {
        let category: String
        let symbol: String
        let list: [[String]]
    }

    private struct Instruments: Decodable {
        struct Entry: Decodable {
            let symbol: String
            let baseCoin: String
            let quoteCoin: String
            let status: String
        }
        let list: [Entry]
        let nextPageCursor: String?
    }

    private struct Envelope<Result: Decodable>: Decodable {
        let retCode: Int
        let result: Result
    }

    private static func result(_ answer: RawAnswer) throws -> Page {
        try JSONDecoder().decode(Envelope<Page>.self, from: Data(answer.body)).result
    }

    private static func instruments(_ answer: RawAnswer) throws -> Instruments {
        try JSONDecoder().decode(Envelope<Instruments>.self, from: Data(answer.body)).result
    }
}
