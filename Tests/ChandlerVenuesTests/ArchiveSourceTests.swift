import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct ArchiveSourceTests {
    private let interval = Interval.thirtyMinutes
    private let start = Month(year: 2024, month: 1).start
    private let later = Month(year: 2026, month: 6).start

    private func fetch(
        _ market: ArchiveStub,
        _ range: TimeRange,
        closedBefore: Timestamp? = nil
    ) async throws -> (pages: [CandlePage], source: BinanceSource, urls: [String]) {
        let stub = StubVenue { url, _ in market.answer(url) }
        let source = BinanceSource(stub)
        let series = SeriesID(
            venue: "binance",
            symbol: try Symbol("BTCUSDT"),
            interval: market.interval
        )
        var pages: [CandlePage] = []
        for try await page in source.pages(
            of: series,
            in: range,
            closedBefore: closedBefore ?? later
        ) {
            pages.append(page)
        }
        try expectCover(pages, range)
        return (pages, source, stub.urls)
    }

    private func expectCover(_ pages: [CandlePage], _ range: TimeRange) throws {
        #expect(pages.first?.range.start == range.start)
        #expect(pages.last?.range.end == range.end)
        #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
        for page in pages {
            #expect(page.candles.allSatisfy { page.range.contains($0.openTime) })
            #expect(page.range.microseconds <= 31 * Timestamp.microsecondsPerDay)
        }
        let times = pages.flatMap(\.candles).map(\.openTime)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }

    /// The candles as REST alone delivers them.
    private func oracle(_ market: ArchiveStub, _ range: TimeRange) async throws -> [Candle] {
        let client = BinanceClient(stub: StubVenue { url, _ in market.answer(url) })
        let series = SeriesID(
            venue: "binance",
            symbol: try Symbol("BTCUSDT"),
            interval: market.interval
        )
        var candles: [Candle] = []
        for try await page in client.pages(of: series, in: range, closedBefore: later) {
            candles += page.candles
        }
        return candles
    }

    private func months(_ count: Int, from: Timestamp? = nil) -> TimeRange {
        let first = (from ?? start).month
        return TimeRange(first.start, first.advanced(by: count).start)
    }

    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(parsing: text)) }

    private func count(_ urls: [String], _ part: String) -> Int {
        urls.count { $0.contains(part) }
    }

    @Test func twoYearsNeedFewerThanFortyRequestsAndGiveWhatRESTGives() async throws {
        let market = ArchiveStub()
        let (pages, source, urls) = try await fetch(market, months(24))
        #expect(source.counters.requests == urls.count)
        #expect(urls.count == 26)
        #expect(count(urls, "/data.binance.vision?") == 1)
        #expect(urls.count { $0.hasSuffix(".zip") } == 24)
        #expect(count(urls, "/klines?") == 1)
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(24))))
        #expect(source.archiveTally.files == 24)
        #expect(source.archiveTally.differences == 0)
        #expect(pages.first?.origin.host == "archive")
        let path = "/data/spot/monthly/klines/BTCUSDT/30m/BTCUSDT-30m-2024-01.zip"
        #expect(pages.first?.origin.path == path)
        #expect(urls.contains("https://data.binance.vision" + path))
    }

    @Test func minutesNeedARequestAMonth() async throws {
        var market = ArchiveStub()
        market.interval = .minute
        let (pages, _, urls) = try await fetch(market, months(2))
        #expect(urls.count == 4)
        #expect(pages.flatMap(\.candles).count == 86_400)
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(2))))
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .minute)
        let plan = ArchivePlan(series, months(24), closedBefore: later, pageSize: 1_000)
        guard case .files(let spans) = plan.parts.first else {
            Issue.record("was \(plan.parts)")
            return
        }
        #expect(plan.parts.count == 1 && spans.count == 24)
    }

    @Test func unknownFingerprintsHaveTheChecksumsFetched() async throws {
        var market = ArchiveStub()
        market.hidesFingerprints = true
        let (_, source, urls) = try await fetch(market, months(3))
        #expect(urls.count { $0.hasSuffix(".zip.CHECKSUM") } == 3)
        #expect(source.archiveTally.files == 3)
    }

    @Test func listingThatCannotBeHadIsNotAskedForAgain() async throws {
        var market = ArchiveStub()
        market.lists = false
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
        let stub = StubVenue { [market] url, _ in market.answer(url) }
        let source = BinanceSource(stub)
        for _ in 0..<2 {
            for try await _ in source.pages(of: series, in: months(2), closedBefore: later) {}
        }
        #expect(count(stub.urls, "/data.binance.vision?") == 1)
        #expect(stub.urls.count { $0.hasSuffix(".zip.CHECKSUM") } == 4)
        #expect(source.archiveTally.files == 4)
    }

    @Test func longListingIsReadPageByPage() async throws {
        var market = ArchiveStub()
        market.keysOfAListing = 7
        let (_, source, urls) = try await fetch(market, months(12))
        #expect(source.archiveTally.files == 12)
        #expect(count(urls, "/data.binance.vision?") == 4)
        #expect(urls.count == 12 + 4 + 1)
    }

    @Test func oneMonthHasItsChecksumFetched() async throws {
        let (_, source, urls) = try await fetch(ArchiveStub(), months(1))
        #expect(count(urls, "/data.binance.vision?") == 0)
        #expect(urls.first?.hasSuffix(".zip.CHECKSUM") == true)
        #expect(urls.count == 3)
        #expect(source.archiveTally.files == 1)
    }

    @Test func headersAndMicrosecondsChangeNothing() async throws {
        var market = ArchiveStub()
        market.header = true
        let range = months(2, from: Month(year: 2024, month: 12).start)
        let (pages, source, _) = try await fetch(market, range)
        #expect(pages.flatMap(\.candles) == (try await oracle(market, range)))
        #expect(source.archiveTally.files == 2)
    }

    @Test func partsOfMonthsAreCutOrAskedForOverREST() async throws {
        let market = ArchiveStub()
        // 24 days of the first month are worth a file, 10 days of the last are not.
        let range = TimeRange(try time("2024-01-08T03:17:00Z"), try time("2024-04-11T00:00:00Z"))
        let (pages, source, urls) = try await fetch(market, range)
        #expect(pages.flatMap(\.candles) == (try await oracle(market, range)))
        #expect(source.archiveTally.files == 3)
        #expect(pages.last?.origin.path == "/api/v3/klines")
        #expect(urls.count == 6)
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 2)])
    func newestMonthIsLeftToRESTUntilTwoDaysAfterItsEnd(day: Int, files: Int) async throws {
        let now = try time("2024-03-0\(day)T00:00:01Z")
        let range = TimeRange(start, try time("2024-03-01T00:00:00Z"))
        let (pages, source, _) = try await fetch(ArchiveStub(), range, closedBefore: now)
        #expect(source.archiveTally.files == files)
        #expect(pages.flatMap(\.candles).count == 2_880)
    }

    @Test func shortSpansAndLongCandlesComeOverREST() async throws {
        let days = TimeRange(start, start + 20 * Timestamp.microsecondsPerDay)
        let (_, source, urls) = try await fetch(ArchiveStub(), days)
        #expect(urls.count == 1 && count(urls, "/klines?") == 1)
        #expect(source.archiveTally == ArchiveTally())
        var market = ArchiveStub()
        market.interval = .day
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .day)
        let plan = ArchivePlan(series, months(24), closedBefore: later, pageSize: 1_000)
        #expect(plan.parts == [.rest(months(24))])
    }

    @Test func secondsComeByDays() throws {
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .second)
        let range = TimeRange(start + 1, start + 2 * Timestamp.microsecondsPerDay)
        let plan = ArchivePlan(series, range, closedBefore: later, pageSize: 1_000)
        guard case .files(let spans) = plan.parts.first else {
            Issue.record("was \(plan.parts)")
            return
        }
        #expect(
            spans.map(\.file.name) == ["BTCUSDT-1s-2024-01-01.zip", "BTCUSDT-1s-2024-01-02.zip"]
        )
        #expect(spans.first?.file.prefix == "data/spot/daily/klines/BTCUSDT/1s/")
        #expect(spans.first?.wanted.start == range.start)
    }

    @Test(arguments: [true, false])
    func absentFileComesOverREST(lists: Bool) async throws {
        var market = ArchiveStub()
        market.absent = ["BTCUSDT-30m-2024-02"]
        market.lists = lists
        let (pages, source, urls) = try await fetch(market, months(3))
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(3))))
        #expect(source.archiveTally.files == 2)
        #expect(source.archiveTally.absent == 1)
        #expect(source.archiveTally.refused == 0)
        let asked = lists ? 0 : 1
        #expect(count(urls, "2024-02.zip") == asked)
    }

    @Test(arguments: [true, false])
    func fileWithAnotherChecksumComesOverREST(lists: Bool) async throws {
        var market = ArchiveStub()
        market.lists = lists
        market.wrongChecksum = ["BTCUSDT-30m-2024-02"]
        market.otherInFiles = [try time("2024-02-10T00:00:00Z")]
        let (pages, source, _) = try await fetch(market, months(3))
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(3))))
        #expect(source.archiveTally.files == 2)
        #expect(source.archiveTally.refused == 1)
        let words = source.archiveTally.firstRefusal ?? ""
        #expect(words.contains("BTCUSDT-30m-2024-02.zip: its SHA-256 was "))
    }

    @Test func holesAreFilledOverREST() async throws {
        var market = ArchiveStub()
        let hole = try time("2024-01-10T00:00:00Z")
        market.missingInFiles = Set((0..<48).map { interval.advance(hole, by: $0) })
        market.missingInFiles.insert(start)
        let range = months(2)
        let (pages, source, urls) = try await fetch(market, range)
        #expect(pages.flatMap(\.candles) == (try await oracle(market, range)))
        #expect(source.archiveTally.filled == 49)
        #expect(source.archiveTally.differences == 0)
        #expect(source.archiveTally.files == 2)
        // One question for both holes, and the last page of February.
        #expect(count(urls, "/klines?") == 2)
    }

    @Test func outageThatRESTConfirmsStaysAHole() async throws {
        var market = ArchiveStub()
        let hole = try time("2024-01-10T00:00:00Z")
        market.missing = Set((0..<5).map { interval.advance(hole, by: $0) })
        let (pages, source, urls) = try await fetch(market, months(2))
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(2))))
        #expect(source.archiveTally.filled == 0)
        let asked = urls.first { $0.contains("/klines?") } ?? ""
        let before = interval.advance(hole, by: -1).milliseconds
        #expect(StubVenue.parameter("startTime", asked) == "\(before)")
    }

    @Test func brokenRowIsMendedOverRESTAndCounted() async throws {
        var market = ArchiveStub()
        market.brokenInFiles = [try time("2024-01-10T00:00:00Z")]
        let (pages, source, _) = try await fetch(market, months(2))
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(2))))
        #expect(pages.flatMap(\.rejected) == [])
        #expect(source.archiveTally.rejected == 1)
        #expect(source.archiveTally.differences == 1)
    }

    @Test func brokenRowThatRESTDoesNotHaveStaysRejected() async throws {
        var market = ArchiveStub()
        let open = try time("2024-01-10T00:00:00Z")
        market.brokenInFiles = [open]
        let rest = ArchiveStub(missing: [open])
        let stub = StubVenue { [market] url, _ in
            url.contains("/klines?") ? rest.answer(url) : market.answer(url)
        }
        let source = BinanceSource(stub)
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
        var rejected: [RejectedRow] = []
        for try await page in source.pages(of: series, in: months(1), closedBefore: later) {
            rejected += page.rejected
        }
        #expect(rejected.map(\.openTime) == [open])
        #expect(rejected.map(\.rule) == ["high_below_low"])
    }

    @Test func differenceAtTheEndHasTheMonthReadOverREST() async throws {
        var market = ArchiveStub()
        let early = try time("2024-02-02T00:00:00Z")
        let late = try time("2024-02-28T00:00:00Z")
        market.otherInFiles = [early, late]
        let (pages, source, _) = try await fetch(market, months(2))
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(2))))
        #expect(source.archiveTally.differences == 2)
        #expect(source.archiveTally.filled == 0)
    }

    @Test func differenceAtTheEdgeOfAHoleHasTheMonthReadOverREST() async throws {
        var market = ArchiveStub()
        let hole = try time("2024-01-10T00:00:00Z")
        market.missingInFiles = [hole]
        market.otherInFiles = [interval.advance(hole, by: 1), try time("2024-01-29T00:00:00Z")]
        let (pages, source, _) = try await fetch(market, months(2))
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(2))))
        #expect(source.archiveTally.differences == 2)
        #expect(source.archiveTally.filled == 1)
    }

    @Test func whatOnlyTheArchiveHasIsKept() async throws {
        let market = ArchiveStub()
        let gone = try time("2024-01-20T00:00:00Z")
        let rest = ArchiveStub(missing: [gone])
        let stub = StubVenue { url, _ in
            url.contains("/klines?") ? rest.answer(url) : market.answer(url)
        }
        let source = BinanceSource(stub)
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
        var candles: [Candle] = []
        for try await page in source.pages(of: series, in: months(1), closedBefore: later) {
            candles += page.candles
        }
        #expect(candles.count == 1_488)
        #expect(source.archiveTally.differences == 0)
    }

    @Test(arguments: [503, 403, 429] as [HTTPStatus])
    func archiveThatFailsIsLeftAlone(status: HTTPStatus) async throws {
        var market = ArchiveStub()
        market.status = status
        let (pages, source, urls) = try await fetch(market, months(5))
        #expect(pages.flatMap(\.candles) == (try await oracle(market, months(5))))
        #expect(source.archiveTally.files == 0)
        #expect(source.archiveTally.refused == 5)
        #expect(urls.count { $0.contains(".zip") } <= 3)
    }

    @Test func errorOfRESTEndsThePages() async throws {
        let market = ArchiveStub(absent: ["BTCUSDT-30m-2024-02"])
        let stub = StubVenue { url, _ in
            url.contains("/klines?")
                ? .text(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}")
                : market.answer(url)
        }
        let source = BinanceSource(stub)
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
        var pages = 0
        let error = await #expect(throws: VenueError.self) {
            for try await _ in source.pages(of: series, in: months(3), closedBefore: later) {
                pages += 1
            }
        }
        #expect(error?.code == .unknownSymbol)
        #expect(pages == 1)
    }

    @Test func nothingIsFetchedBeforeTheFirstPageAndOneFileAhead() async throws {
        let market = ArchiveStub()
        let stub = StubVenue { url, _ in market.answer(url) }
        let source = BinanceSource(stub)
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
        let sequence = source.pages(of: series, in: months(12), closedBefore: later)
        #expect(stub.urls.isEmpty)
        var pages = sequence.makeAsyncIterator()
        _ = try await pages.next(isolation: nil)
        for _ in 0..<100 { await Task.yield() }
        try await Task.sleep(for: .milliseconds(200))
        #expect(stub.urls.count { $0.hasSuffix(".zip") } <= 2)
    }

    @Test func stoppedRunSaysSoAndBlamesNoFile() async throws {
        let market = ArchiveStub()
        let stub = StubVenue { url, _ throws(HTTPError) in
            if url.hasSuffix(".zip") { throw HTTPError(.cancelled, "stopped") }
            if url.contains("/klines?") { throw HTTPError(.cancelled, "stopped") }
            return market.answer(url)
        }
        let source = BinanceSource(stub)
        let series = SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: interval)
        let error = await #expect(throws: VenueError.self) {
            for try await _ in source.pages(of: series, in: months(3), closedBefore: later) {}
        }
        #expect(error?.code == .cancelled)
        #expect(source.archiveTally == ArchiveTally())
    }
}
