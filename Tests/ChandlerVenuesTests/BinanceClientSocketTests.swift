import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

/// The client with the real HTTP client, over sockets; only the pauses are skipped.
@Suite struct BinanceClientSocketTests {
    @Test func pagesComeOverRealConnections() async throws {
        let klines = KlinesServer(minutes: 3_000, missing: [1_500])
        let server = try LoopbackServer { target, _ in
            (
                LoopbackServer.answer(
                    200,
                    headers: ["X-MBX-USED-WEIGHT-1M: 12"],
                    klines.body(target)
                ),
                false
            )
        }
        defer { server.stop() }
        let client = try BinanceClient(VenueOptions(baseURL: server.url))
        var count = 0
        var last: PageOrigin?
        for try await page in client.pages(of: try series, in: range(3_000), closedBefore: .far) {
            count += page.candles.count
            last = page.origin
        }
        #expect(count == 2_999)
        #expect(last?.host == "127.0.0.1:\(server.port)")
        #expect(client.counters.requests == 3)
        #expect(client.counters.bytes > 300_000)
    }

    @Test func faultsOnTheWayAreRiddenOut() async throws {
        let klines = KlinesServer(minutes: 10)
        let server = try LoopbackServer { target, number in
            let body = klines.body(target)
            switch number {
            case 1: return (LoopbackServer.answer(500, "{\"code\":-1000,\"msg\":\"oops\"}"), false)
            case 2: return ("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + body, true)
            case 3: return (LoopbackServer.answer(429, headers: ["Retry-After: 2"], ""), false)
            case 4: return (LoopbackServer.answer("<html>maintenance</html>"), false)
            // Without a length the cut is seen by the parser alone.
            case 5: return ("HTTP/1.1 200 OK\r\n\r\n" + body.dropLast(30), true)
            default: return (LoopbackServer.answer(body), false)
            }
        }
        defer { server.stop() }
        let clock = LeapingClock()
        let pages = try await collect(try client(server, clock), minutes: 10)
        #expect(pages.flatMap(\.candles).count == 10)
        #expect(server.count == 6)
        #expect(clock.sleeps.contains { $0 >= .seconds(2) })
    }

    @Test func maintenancePageThatStaysIsABadAnswerWithItsBeginning() async throws {
        let server = try LoopbackServer { _, _ in
            (LoopbackServer.answer("<html>Binance is under maintenance</html>"), false)
        }
        defer { server.stop() }
        let client = try client(server, LeapingClock())
        let error = await #expect(throws: VenueError.self) {
            try await collect(client, minutes: 10)
        }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("<html>Binance is under maintenance") == true)
        #expect(error?.message.contains("base URL") == true)
    }

    @Test func unknownSymbolIsSaidInWords() async throws {
        let server = try LoopbackServer { _, _ in
            (LoopbackServer.answer(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}"), false)
        }
        defer { server.stop() }
        let client = try client(server, LeapingClock())
        let symbol = try Symbol("NOPE")
        let error = await #expect(throws: VenueError.self) { try await client.instrument(symbol) }
        #expect(error?.code == .unknownSymbol)
        #expect(server.count == 1)
    }

    @Test func nobodyAtTheAddressIsUnreachable() async throws {
        let client = try BinanceClient(
            VenueOptions(baseURL: "http://127.0.0.1:1"),
            transport: httpClient(),
            clock: LeapingClock()
        )
        let error = await #expect(throws: VenueError.self) { try await client.serverTime() }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("http://127.0.0.1:1") == true)
    }

    @Test func leavingTheLoopEarlyEndsTheFetching() async throws {
        let klines = KlinesServer(minutes: 5_000)
        let server = try LoopbackServer { target, _ in
            (LoopbackServer.answer(klines.body(target)), false)
        }
        defer { server.stop() }
        let client = try BinanceClient(
            VenueOptions(baseURL: server.url, prefetchDepth: 2, pageSize: 10)
        )
        for try await page in client.pages(of: try series, in: range(5_000), closedBefore: .far) {
            #expect(page.candles.count == 10)
            break
        }
        #expect(server.count <= 3)
    }

    private var series: SeriesID {
        get throws {
            SeriesID(venue: "binance", symbol: try Symbol("BTCUSDT"), interval: .minute)
        }
    }

    private func range(_ minutes: Int) -> TimeRange {
        TimeRange(march, Interval.minute.advance(march, by: minutes))
    }

    private func httpClient() throws -> HTTPClient {
        try HTTPClient(HTTPClientOptions(userAgent: "chandler-tests"))
    }

    private func client(
        _ server: LoopbackServer,
        _ clock: LeapingClock
    ) throws -> BinanceClient {
        BinanceClient(
            VenueOptions(baseURL: server.url),
            transport: try httpClient(),
            clock: clock,
            seed: 1
        )
    }

    private func collect(_ client: BinanceClient, minutes: Int) async throws -> [CandlePage] {
        var pages: [CandlePage] = []
        for try await page in client.pages(of: try series, in: range(minutes), closedBefore: .far) {
            pages.append(page)
        }
        return pages
    }
}

extension Timestamp {
    fileprivate static let far = Timestamp(seconds: 4_000_000_000)
}
