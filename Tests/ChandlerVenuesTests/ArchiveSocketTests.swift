import ChandlerCore
import ChandlerHTTP
import FixtureExchange
import Foundation
import Testing

@testable import ChandlerVenues

/// Archive and REST over sockets, both from one file of candles.
@Suite struct ArchiveSocketTests {
    private let interval = Interval.thirtyMinutes
    private let range = TimeRange(
        Month(year: 2024, month: 12).start,
        Month(year: 2025, month: 3).start
    )

    private func serve(
        _ faults: [String] = [],
        _ use: (BinanceSource, BinanceClient) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "archive-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var text = "open_time_ms,open,high,low,close,volume,quote_volume,trade_count\n"
        for index in 0..<interval.count(in: range) where !(100..<110).contains(index) {
            let open = interval.advance(range.start, by: index)
            text +=
                "\(open.milliseconds),2.5,3.25,2.25,2.75,\(index).5,\(index * 2).00000001,\(index)\n"
        }
        let file = folder.appending(path: "BTCUSDT-30m.csv").path
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        var configuration = FixtureExchangeConfiguration(candles: [file])
        configuration.now = range.end + 20 * Timestamp.microsecondsPerDay
        configuration.faults = try faults.map { try Fault(parsing: $0) }
        let server = try FixtureExchangeServer(configuration: configuration)
        let address = try await server.start()
        do {
            let options = VenueOptions(baseURL: address)
            try await use(
                try BinanceSource(options, archiveURL: address),
                try BinanceClient(options)
            )
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func candles(_ source: any CandleSource) async throws -> [Candle] {
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
        let now = try await source.serverTime()
        var candles: [Candle] = []
        for try await page in source.pages(of: series, in: range, closedBefore: now) {
            #expect(page.rejected == [])
            candles += page.candles
        }
        return candles
    }

    @Test func archiveGivesWhatRESTGives() async throws {
        try await serve { source, client in
            let found = try await candles(source)
            #expect(found == (try await candles(client)))
            #expect(found.count == 4_310)
            let tally = source.archiveTally
            #expect(tally.files == 3)
            #expect(tally.refused == 0 && tally.absent == 0 && tally.differences == 0)
            // The time, the listing, three files, the outage and the last page.
            #expect(source.counters.requests == 7)
        }
    }

    @Test func volumeThatRESTRevisedWinsInAllOfItsMonth() async throws {
        let late = interval.advance(range.end, by: -5).milliseconds
        let fault = "revise:\(late):volume:7.25@path=/api/v3/klines"
        try await serve([fault]) { source, client in
            let expected = try await candles(client)
            #expect(try await candles(source) == expected)
            #expect(source.archiveTally.differences == 1)
        }
    }

    @Test(arguments: ["garbage@path=.zip", "html@path=.zip", "500@path=.zip"])
    func filesThatCannotBeHadComeOverREST(fault: String) async throws {
        try await serve([fault]) { source, client in
            let expected = try await candles(client)
            #expect(try await candles(source) == expected)
            #expect(source.archiveTally.files == 0)
            #expect(source.archiveTally.refused == 3)
        }
    }

    @Test func fileThatIsCutOnceIsFetchedAgain() async throws {
        try await serve(["cut@path=.zip,first=1"]) { source, client in
            let expected = try await candles(client)
            #expect(try await candles(source) == expected)
            #expect(source.archiveTally.files == 3)
        }
    }
}
