import ChandlerCore
import Testing

@testable import FixtureExchange

/// The quirks of Kraken, asked of the dialect itself.
@Suite struct KrakenDialectTests {
    private static let path = "/0/public/OHLC?pair=SMALL/USDT&interval=1"

    @Test func rowsAreOldestFirstInSecondsWithTheRunningOneLast() throws {
        let (rows, last) = try rows(Self.path, now: "2024-01-01T00:03:30Z")
        #expect(rows.map { $0[0] } == (0...3).map { "\(minute($0) / 1_000)" })
        #expect(last == minute(2) / 1_000)
        #expect(rows.allSatisfy { $0.count == 8 })
        // Open, high, low, close, an average that is none of the close's, volume.
        #expect(rows[0][1...4].allSatisfy { $0.hasPrefix("\"") && $0.hasSuffix("\"") })
        #expect(rows[0][5] == rows[0][1] && rows[0][4] != rows[0][5])
        #expect(Int(rows[0][7]) != nil)
    }

    @Test(
        "The candle that opens at since is left out, the running one never",
        arguments: [
            (minute(1), [2, 3]), (minute(1) - 1_000, [1, 2, 3]), (minute(3), [3]),
            (minute(99), [3]), (0, [0, 1, 2, 3]),
        ]
    )
    func since(milliseconds: Int, wanted: [Int]) throws {
        let (rows, _) = try rows(
            Self.path + "&since=\(milliseconds / 1_000)",
            now: "2024-01-01T00:03:30Z"
        )
        #expect(rows.map { $0[0] } == wanted.map { "\(minute($0) / 1_000)" })
    }

    @Test func onlyTheNewest720AreServedWhateverSinceSays() throws {
        let path = "/0/public/OHLC?pair=BTC/USDT&interval=1&since="
        for since in [0, newYear / 1_000] {
            let (rows, last) = try rows(
                path + "\(since)",
                TestFiles.candles,
                now: "2024-01-02T00:00:30Z"
            )
            #expect(rows.count == 721)
            #expect(rows.first?[0] == "\(minute(1_440 - 720) / 1_000)")
            #expect(last == minute(1_439) / 1_000)
        }
    }

    @Test func longerCandlesAreJoinedAndWeeksAreEmpty() throws {
        let path = "/0/public/OHLC?pair=BTC/USDT&interval="
        let now = "2024-01-01T12:30:00Z"
        let hours = try rows(path + "60", TestFiles.candles, now: now).rows
        #expect(hours.map { $0[0] } == (0...12).map { "\(minute($0 * 60) / 1_000)" })
        #expect(try rows(path + "10080", TestFiles.candles, now: now).rows == [])
    }

    @Test(
        "The rows stand under a name that depends on the spelling",
        arguments: [
            ("BTC/USDT", "BTC/USDT"), ("XBTUSDT", "XBTUSDT"), ("XBT/USDT", nil), ("BTCUSDT", nil),
        ] as [(String, String?)]
    )
    func key(spelling: String, key: String?) throws {
        let text = try answer("/0/public/OHLC?pair=\(spelling)", TestFiles.candles).text
        guard let key else {
            #expect(text == "{\"error\":[\"EQuery:Unknown asset pair\"]}")
            return
        }
        #expect(text.hasPrefix("{\"error\":[],\"result\":{\"\(key)\":[["))
    }

    @Test(
        arguments: [
            ("BTCUSD", "XBTUSD", "XBT/USD", "XXBTZUSD"),
            ("ETHBTC", "ETHXBT", "ETH/XBT", "XETHXXBT"),
            ("DOGEUSD", "XDGUSD", "XDG/USD", "XDGUSD"), ("SOLUSD", "SOLUSD", "SOL/USD", "SOLUSD"),
            ("BTCUSDT", "XBTUSDT", "XBT/USDT", "XBTUSDT"),
        ]
    )
    func namesOfAPair(symbol: String, altname: String, wsname: String, canonical: String) {
        let pair = KrakenPair(symbol: symbol)
        #expect(pair.altname == altname)
        #expect(pair.wsname == wsname)
        #expect(pair.canonical == canonical)
        #expect(pair.key(for: altname) == canonical)
        #expect(pair.key(for: wsname) == (wsname.contains("X") ? nil : wsname))
    }

    @Test(
        arguments: [
            ("OHLC?pair=NOPE", "EQuery:Unknown asset pair"),
            ("OHLC?pair=SMALL/USDT&interval=2", "EGeneral:Invalid arguments"),
            ("OHLC?pair=SMALL/USDT&since=x", "EGeneral:Invalid arguments"),
            ("OHLC?pair=SMALL/USDT&since=\(Int64.max)", "EGeneral:Invalid arguments"),
            ("OHLC?interval=1", "EGeneral:Invalid arguments"),
            ("AssetPairs?pair=NOPE", "EQuery:Unknown asset pair"),
        ]
    )
    func wrongRequestIsAnErrorUnderStatus200(target: String, words: String) throws {
        let answer = try answer("/0/public/" + target)
        #expect(answer.status == 200)
        #expect(answer.text == "{\"error\":[\"\(words)\"]}")
    }

    @Test func pairsAreListedByTheirCanonicalNames() throws {
        let text = try answer("/0/public/AssetPairs", TestFiles.candles).text
        #expect(text.contains("\"XBTUSDT\":{\"altname\":\"XBTUSDT\",\"wsname\":\"XBT/USDT\","))
        #expect(text.contains("\"base\":\"XXBT\"") && text.contains("\"quote\":\"USDT\""))
        #expect(text.contains("\"tick_size\":\"0.1\""), "\(text)")
        #expect(text.contains("\"status\":\"online\""))
        let one = try answer("/0/public/AssetPairs?pair=ETH/USDT", TestFiles.candles).text
        #expect(!one.contains("XBT") && one.contains("\"ETH/USDT\""))
    }

    @Test func timeIsInSecondsAndInWords() throws {
        let answer = try answer("/0/public/Time", now: "2023-07-06T18:50:48.9Z")
        #expect(
            answer.text == "{\"error\":[],\"result\":{\"unixtime\":1688669448,"
                + "\"rfc1123\":\"Thu, 06 Jul 23 18:50:48 +0000\"}}"
        )
    }

    @Test(
        arguments: [
            (.tooManyRequests(seconds: 3), 200, "{\"error\":[\"EService:Throttled: 1704153603\"]}"),
            (.banned(seconds: 9), 200, "{\"error\":[\"EGeneral:Temporary lockout\"]}"),
            (.forbidden, 403, "blocked"), (.blockedCountry, 403, "1009"),
            (.internalError, 200, "{\"error\":[\"EGeneral:Internal error\"]}"),
            (.maintenance, 503, "maintenance"),
        ] as [(Refusal, Int, String)]
    )
    func refusalIsWordedAsTheVenueDoes(refusal: Refusal, status: Int, words: String) throws {
        let answer = try answer(Self.path, refusing: refusal)
        #expect(answer.status == status)
        #expect(answer.text.contains(words))
    }

    @Test func usedUpLimitIsRefusedUntilItIsSetAnew() throws {
        let dialect = KrakenDialect(weightLimit: 1)
        #expect(try answer(Self.path, of: dialect).text.contains("\"result\""))
        #expect(try answer(Self.path, of: dialect).text.contains("EService:Throttled"))
        dialect.setUsedWeight(0)
        #expect(try answer(Self.path, of: dialect).text.contains("\"result\""))
    }

    @Test func subjectIsNamedInWordsOfAllVenues() {
        let target = "/0/public/OHLC?pair=BTC%2FUSDT&interval=240&since=\(newYear / 1_000 - 1)"
        let request = VenueRequest(method: "GET", target: target, headers: [:])
        let wanted = RequestSubject(
            path: "/0/public/OHLC",
            asksForCandles: true,
            symbol: "BTCUSDT",
            interval: "4h",
            start: Int64(newYear)
        )
        let dialect = KrakenDialect(weightLimit: 100)
        #expect(dialect.subject(of: request) == wanted)
        let other = VenueRequest(method: "GET", target: "/0/public/Depth", headers: [:])
        #expect(dialect.subject(of: other) == nil)
    }

    private func rows(
        _ target: String,
        _ candles: String = TestFiles.small,
        now: String
    ) throws -> (rows: [[String]], last: Int?) {
        let text = try answer(target, candles, now: now).text
        let parts = text.split(separator: "],\"last\":")
        try #require(parts.count <= 2 && text.hasSuffix("}}"), "\(text)")
        let result = parts[0].split(separator: "\"result\":{").last ?? ""
        let list = result.drop { $0 != "[" }.dropFirst()
        let rows = list.split(separator: "]").map { row in
            row.drop { $0 == "," || $0 == "[" }.split(separator: ",").map(String.init)
        }
        return (rows, parts.last.flatMap { Int($0.dropLast(2)) })
    }

    private func answer(
        _ target: String,
        _ candles: String = TestFiles.small,
        now: String = "2024-01-02T00:00:00Z",
        of dialect: KrakenDialect = KrakenDialect(weightLimit: 100),
        refusing refusal: Refusal? = nil
    ) throws -> AskedAnswer {
        try dialect.ask(target, candles, now: Timestamp(parsing: now), refusing: refusal)
    }
}
