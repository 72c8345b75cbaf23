import ChandlerCore
import NIOCore
import Testing

@testable import FixtureExchange

@Suite struct CandleFileTests {
    private let name = CandleFileName(symbol: "XUSDT", interval: .minute)

    private func file(_ text: String) throws -> CandleFile {
        try CandleFile(content: Array(text.utf8), path: "x.csv", name: name)
    }

    @Test(arguments: [
        ("a/BTCUSDT-1m.csv.gz", "BTCUSDT", Interval.minute), ("BTC-USDT-1h.csv", "BTC-USDT", .hour),
        ("X-1M.csv", "X", .month), ("X-1mo.csv.gz", "X", .month),
    ])
    func nameIsRead(path: String, symbol: String, interval: Interval) {
        #expect(
            CandleFileName(path: path) == CandleFileName(symbol: symbol, interval: interval)
        )
    }

    @Test(arguments: ["BTCUSDT.csv.gz", "BTCUSDT-1x.csv", "-1m.csv", "README.md", "btc-1m.csv"])
    func otherNamesAreNoSeries(path: String) {
        #expect(CandleFileName(path: path) == nil)
    }

    @Test func rowsAreFoundByOpenTime() throws {
        let file = try file(plainHeader + "60,1,1,1,1,1\r\n120,1,1,1,1,1\n\n300,1,1,1,1,1")
        #expect(file.count == 3)
        #expect((0..<3).map { file.openTime(of: $0) } == [60, 120, 300])
        let found = [0, 60, 61, 120, 121, 300, 301].map { file.firstRow(atOrAfter: $0) }
        #expect(found == [0, 0, 1, 1, 2, 2, 3])
    }

    @Test(arguments: ["", plainHeader.filter { $0 != "\n" }, plainHeader])
    func aFileMayHaveNoRows(text: String) throws {
        if text.isEmpty {
            #expect(throws: FixtureExchangeError.self) { try file(text) }
        } else {
            #expect(try file(text).count == 0)
        }
    }

    @Test(arguments: [
        ("open_time_ms,open,high,low,close\n", "without the column volume"),
        ("open,open_time_ms,high,low,close,volume\n", "must be the first column"),
        (plainHeader + "60,1,1,1,1,1\n0,1,1,1,1,1\n", "row 2 was \"0,1,1,1,1,1\""),
        (plainHeader + "soon,1,1,1,1,1\n", "row 1 was \"soon,1,1,1,1,1\""),
        (plainHeader + "60\n", "row 1 was \"60\""),
    ])
    func badFilesAreRefused(text: String, reason: String) throws {
        let error = try #require(throws: FixtureExchangeError.self) { try file(text) }
        #expect(error.code == .badCandleFile)
        #expect(error.message.contains(reason))
    }

    @Test func columnsMayComeInAnyOrder() throws {
        let text = "open_time_ms,note,volume,close,low,high,open,trade_count\n5,x,6,5,4,3,2,9\n"
        let texts = CandlePage(file: try file(text), rows: [.init(index: 0)]).texts(at: 0)
        #expect(texts[.open] == Array("2".utf8))
        #expect(texts[.volume] == Array("6".utf8))
        #expect(texts[.tradeCount] == Array("9".utf8))
        #expect(texts[.quoteVolume] == nil)
    }

    @Test func aMillionRowsAreServedQuicklyFromLittleMemory() async throws {
        let count = 1_000_000
        var text = plainHeader
        text.reserveCapacity(count * 48)
        for index in 0..<count { text += "\(minute(index)),100.1,100.2,100.0,100.1,\(index)\n" }
        try await TestFiles.withFolder { folder in
            try TestFiles.write(text, to: folder + "/LONGUSDT-1m.csv")
            try await withServer([folder]) { _, client in
                let path = "/api/v3/klines?symbol=LONGUSDT&interval=1m&limit=1000"
                for first in [0, 123_456, 999_500] {
                    let rows = try await client.send(
                        "GET",
                        path + "&startTime=\(minute(first))"
                    ).rows
                    #expect(rows.count == min(1_000, count - first))
                    #expect(rows.first?[5] == "\"\(first)\"")
                    #expect(rows.last?[5] == "\"\(first + rows.count - 1)\"")
                }
            }
        }
    }

    @Test func aCutGzipFileIsRefused() async throws {
        let whole = try Array(
            GzipFile.bytes(of: TestFiles.candles + "/ETHUSDT-1m.csv.gz").prefix(100_000)
        )
        try await TestFiles.withFolder { folder in
            let path = folder + "/ETHUSDT-1m.csv.gz"
            try GzipFile.write(whole, to: path)
            let error = try #require(throws: FixtureExchangeError.self) {
                try GzipReader.content(of: path)
            }
            #expect(error.message.contains("the file is cut"))
            #expect(try GzipReader.content(of: path, limit: 1_000).count >= 1_000)
        }
    }

    @Test func gzipMembersAreJoined() async throws {
        let one = ContentCoding.gzip.encoded(.init(string: plainHeader))
        let two = ContentCoding.gzip.encoded(.init(string: "60,1,1,1,1,1\n"))
        try await TestFiles.withFolder { folder in
            let path = folder + "/X-1m.csv.gz"
            try GzipFile.write(
                Array(one.readableBytesView) + Array(two.readableBytesView),
                to: path
            )
            #expect(
                try GzipReader.content(of: path) == Array((plainHeader + "60,1,1,1,1,1\n").utf8)
            )
        }
    }

    @Test func aBrokenFileIsFoundAtTheStartWhenPreloading() async throws {
        try await TestFiles.withFolder { folder in
            try TestFiles.write("time;price\n", to: folder + "/BADUSDT-1m.csv")
            var configuration = FixtureExchangeConfiguration(candles: [folder])
            _ = try FixtureExchangeServer(configuration: configuration)
            configuration.preloads = true
            #expect(throws: FixtureExchangeError.self) {
                try FixtureExchangeServer(configuration: configuration)
            }
        }
    }

    @Test func missingAndRepeatedFilesAreNamed() async throws {
        let missing = try #require(throws: FixtureExchangeError.self) {
            try CandleStore(paths: ["/nowhere/at/all"])
        }
        #expect(missing.code == .unreadableFile)
        #expect(missing.message.contains("/nowhere/at/all"))
        let twice = try #require(throws: FixtureExchangeError.self) {
            try CandleStore(paths: [TestFiles.small, TestFiles.small + "/SMALLUSDT-1m.csv"])
        }
        #expect(twice.code == .badFileName)
        #expect(twice.message.contains("holds the same series"))
        let unnamed = try #require(throws: FixtureExchangeError.self) {
            try CandleStore(paths: [TestFiles.candles + "/../README.md"])
        }
        #expect(unnamed.message.contains("SYMBOL-INTERVAL.csv.gz"))
    }
}
