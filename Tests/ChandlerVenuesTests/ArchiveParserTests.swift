import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct ArchiveParserTests {
    private let file: ArchiveFile

    init() throws {
        file = try archiveFile()
    }

    private func minute(_ index: Int) -> Timestamp { Interval.minute.advance(march, by: index) }

    private func lines(_ indices: Range<Int>) -> [String] {
        indices.map { ArchiveLine(minute($0)).csv }
    }

    @Test(arguments: ["\n", "\r\n", "\n\n"])
    func rowsBecomeCandlesExactly(end: String) throws {
        let page = try parseArchive(lines(0..<3), file, end: end)
        #expect(page.rejected == [])
        #expect(page.rows == 3)
        #expect(page.candles.map(\.openTime) == (0..<3).map(minute))
        let candle = try #require(page.candles.first)
        #expect(candle.open.description == "2.50000000")
        #expect(candle.high.description == "3.00000000")
        #expect(candle.low.description == "2.00000000")
        #expect(candle.close.description == "2.75000000")
        #expect(candle.volume.description == "87520.00000001")
        #expect(candle.quoteVolume?.description == "25.00000000")
        #expect(candle.takerBuyVolume?.description == "4.00000000")
        #expect(candle.tradeCount == 7)
    }

    @Test func lastLineNeedsNoEnd() throws {
        let text = lines(0..<3).joined(separator: "\n")
        let zip = ZipRecipe(file.memberName, text.utf8)
        let page = try ArchiveParser.parse(zip.body, of: file, closedBefore: VenueTime.end)
        #expect(page.candles.count == 3)
    }

    @Test func wholeMonthIsReadAcrossThePiecesItIsInflatedIn() throws {
        let all = lines(0..<file.capacity)
        let page = try parseArchive(all, file)
        #expect(page.candles.count == 44_640)
        #expect(page.rejected == [])
        let oracle = BinanceParser()
        let json =
            "["
            + (0..<file.capacity).map { ArchiveLine(minute($0)).json }
            .joined(separator: ",") + "]"
        let scope = PageScope(
            interval: .minute,
            range: file.range,
            closedBefore: VenueTime.end
        )
        #expect(try oracle.parse(HTTPBody(text: json), scope: scope).candles == page.candles)
    }

    @Test func headerIsLeftOutAtTheTopAndRejectedElsewhere() throws {
        let page = try parseArchive([archiveHeader] + lines(0..<2), file)
        #expect(page.candles.count == 2)
        #expect(page.rejected == [])
        let late = try parseArchive(lines(0..<1) + [archiveHeader] + lines(1..<2), file)
        #expect(late.candles.count == 2)
        #expect(late.rejected.map(\.payload) == [archiveHeader])
    }

    @Test func microsecondsAndMillisecondsGiveTheSameCandles() throws {
        let fine = (0..<5).map { ArchiveLine(minute($0), unit: 1).csv }
        let page = try parseArchive(fine, file)
        #expect(page.rejected == [])
        #expect(page.candles == (try parseArchive(lines(0..<5), file)).candles)
    }

    @Test func mixedUnitsRefuseTheFile() throws {
        let mixed = lines(0..<2) + [ArchiveLine(minute(2), unit: 1).csv]
        #expect(throws: ArchiveFault.rows("it mixes milliseconds and microseconds")) {
            try parseArchive(mixed, file)
        }
        let inOneRow = ArchiveLine(minute(0)) {
            $0.closeTime = "\((march + 59_999_999).microseconds)"
        }
        let page = try parseArchive([inOneRow.csv] + lines(1..<2), file)
        #expect(page.rejected.map(\.rule) == ["close_time_mismatch"])
    }

    @Test(arguments: [-1, -60, 44_640, 44_641, -44_640])
    func rowOfAnotherMonthIsRejected(index: Int) throws {
        let other = ArchiveLine(minute(index)).csv
        let page = try parseArchive(lines(0..<3) + [other], file)
        #expect(page.candles.count == 3)
        #expect(page.rejected.map(\.rule) == ["outside_request"])
        #expect(page.rejected.first?.payload == other)
        #expect(page.rejected.first?.openTime == minute(index))
    }

    @Test func interleavedRowsAreSortedAndRepetitionsDropped() throws {
        let all = lines(0..<6)
        let page = try parseArchive([all[3], all[0], all[5], all[0], all[1], all[2], all[4]], file)
        #expect(page.candles.map(\.openTime) == (0..<6).map(minute))
        #expect(page.notes.duplicates == 1)
        #expect(page.notes.reordered == 5)
        #expect(page.rejected == [])
    }

    @Test func rowsThatContradictEachOtherAreAllRejectedWithTheirValues() throws {
        let other = ArchiveLine(minute(1)) { $0.volume = "1.00000000" }.csv
        let page = try parseArchive(lines(0..<3) + [other], file)
        #expect(page.candles.map(\.openTime) == [minute(0), minute(2)])
        #expect(page.rejected.map(\.rule) == Array(repeating: "duplicate_open_time", count: 2))
        #expect(page.rejected.last?.payload == other)
        // The row that came in order is written anew from what was read; the last column is unused.
        let first = ArchiveLine(minute(1)).csv.split(separator: ",").dropLast(2)
        let payload = try #require(page.rejected.first?.payload)
        #expect(payload.split(separator: ",").prefix(first.count) == first)
    }

    @Test(
        arguments: [
            BrokenLine("not_whole") { $0.openTime = "x" },
            BrokenLine("not_whole") { $0.openTime = "" },
            BrokenLine("out_of_range") { $0.openTime = "99999999999999999999" },
            BrokenLine("out_of_range") { $0.openTime = "9223372036854775807" },
            BrokenLine("open_time_off_grid") { $0.openTime = "1709251200001" },
            BrokenLine("close_time_mismatch") { $0.closeTime = "1709251260000" },
            BrokenLine("close_time_mismatch") { $0.closeTime = "1709254799999" },
            BrokenLine("not_decimal") { $0.open = "1e3" },
            BrokenLine("not_decimal") { $0.open = "\"2.5\"" },
            BrokenLine("not_decimal") { $0.open = " 2.5" },
            BrokenLine("low_above_open_or_close") { $0.open = "-2.50000000" },
            BrokenLine("negative_price") { $0.low = "-2.00000000" },
            BrokenLine("high_below_low") { $0.high = "1.00000000" },
            BrokenLine("negative_volume") { $0.volume = "-1" },
            BrokenLine("too_precise") { $0.volume = "0.000000001" },
            BrokenLine("negative_trade_count") { $0.trades = "-1" },
            BrokenLine("not_whole") { $0.trades = "1.0" },
            BrokenLine("out_of_range") { $0.close = "99999999999.00000000" },
            BrokenLine("wrong_shape") { $0.unused = "0,0" },
        ]
    )
    func brokenRowIsRejectedByName(line: BrokenLine) throws {
        let broken = ArchiveLine(minute(0), line.change).csv
        let page = try parseArchive([ArchiveLine(minute(1)).csv, broken], file)
        #expect(page.candles.count == 1)
        #expect(page.rejected.map(\.rule) == [line.rule])
        #expect(page.rejected.first?.payload == broken)
    }

    @Test func numbersOfUnusualLengthAreExact() throws {
        let line = ArchiveLine(minute(0)) {
            $0.volume = "32067355081399.00000000"
            $0.high = "1234567890.12345678"
            $0.low = "0.1"
            $0.open = "7"
            $0.close = "0.50000000000"
        }
        let candle = try #require(try parseArchive([line.csv], file).candles.first)
        #expect(candle.volume.description == "32067355081399.00000000")
        #expect(candle.high.description == "1234567890.12345678")
        #expect(candle.low.raw == 10_000_000)
        #expect(candle.open.raw == 700_000_000)
        #expect(candle.close.raw == 50_000_000)
    }

    @Test func fileWithoutRowsOrWithUnfinishedCandlesIsRefused() {
        #expect(throws: ArchiveFault.rows("there are none")) { try parseArchive([], file) }
        #expect(throws: ArchiveFault.rows("there are none")) {
            try parseArchive([archiveHeader], file)
        }
        #expect(throws: ArchiveFault.self) {
            try parseArchive(lines(0..<3), file, closedBefore: minute(2))
        }
    }

    @Test func fileOfBrokenRowsAndLinesWithoutEndAreRefused() {
        let broken = Array(repeating: "1,2", count: ArchiveParser.mostRejected + 1)
        #expect(throws: ArchiveFault.self) { try parseArchive(lines(0..<1) + broken, file) }
        let long = String(repeating: "1", count: 5_000)
        #expect(throws: ArchiveFault.self) { try parseArchive(lines(0..<1) + [long], file) }
        let longer = String(repeating: "7", count: 200_000)
        #expect(throws: ArchiveFault.self) { try parseArchive([longer], file) }
    }

    @Test(.enabled(if: Fixture.hasShared, "\(Fixture.whySkipped)"))
    func recordedFilesAreReadDigitForDigit() throws {
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .hour)
        let day = try #require(CivilDate(year: 2023, month: 10, day: 27))
        let file = ArchiveFile(series: series, period: .day(day))
        #expect(file.name == "BTCUSDT-1h-2023-10-27.zip")
        #expect(file.prefix == "data/spot/daily/klines/BTCUSDT/1h/")
        let body = try Fixture.sample("binance/\(file.name)")
        let sum = try Fixture.sample("binance/\(file.checksumName)")
        #expect(ArchiveChecksum(sum, of: file.name)?.sha256.hasPrefix("c3013fab") == true)
        let page = try ArchiveParser.parse(body, of: file, closedBefore: VenueTime.end)
        #expect(page.rejected == [])
        let csv = try Fixture.sample("binance/vision_spot_\(file.stem).csv").text
        let rows = csv.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(page.candles.count == rows.count && rows.count == 3)
        for (candle, row) in zip(page.candles, rows) {
            #expect("\(candle.openTime.milliseconds)" == row[0])
            let found = [candle.open, candle.high, candle.low, candle.close].map(\.description)
            #expect(found == Array(row[1...4]))
            #expect(candle.volume.description == row[5])
            #expect(candle.quoteVolume?.description == row[7])
            #expect(candle.tradeCount.map(String.init) == row[8])
            #expect(candle.takerBuyVolume?.description == row[9])
        }
        let coin = try Fixture.sample("binance/vision_cm_BTCUSD_PERP-1h-2023-10-27.csv").text
        let coins = try parseArchive(coin.split(separator: "\n").map(String.init), file)
        #expect(coins.candles.count == 3 && coins.rejected == [])
        let fine = try Fixture.sample("binance/vision_spot_us_one_row.csv").text
        let later = try #require(CivilDate(year: 2025, month: 1, day: 1))
        let first = ArchiveFile(series: series, period: .day(later))
        let one = try parseArchive(fine.split(separator: "\n").map(String.init), first)
        #expect(one.candles.map(\.openTime) == [Timestamp(seconds: 1_735_689_600)])
        #expect(one.rejected == [])
    }
}

/// A change to a line, and the rule that it breaks.
struct BrokenLine: Sendable, CustomTestStringConvertible {
    let rule: String
    let change: @Sendable (inout ArchiveLine) -> Void

    init(_ rule: String, _ change: @escaping @Sendable (inout ArchiveLine) -> Void) {
        self.rule = rule
        self.change = change
    }

    var testDescription: String { rule }
}
