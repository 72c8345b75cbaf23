import ChandlerCore
import ChandlerHTTP
import Testing

@testable import ChandlerVenues

@Suite struct CoinGeckoCandlesTests {
    private static let half = Interval.thirtyMinutes

    @Test func timesAreThoseOfTheEnds() async throws {
        // The last row ends now, which is not on the grid.
        let body = rows((1...6).map { receipt - Int64(6 - $0) * 1_800_000_000 - 600_000_000 })
        #expect(try await collect(source(body), series(), hours(3)).flatMap(\.candles) == [])
        let fine = rows((0...4).map { receipt - Int64(4 - $0) * 1_800_000_000 })
        let late = fine.dropLast() + ",[\(receipt.milliseconds + 17_000),1,1,1,1]]"
        let pages = try await collect(source(String(late)), series(), hours(3))
        #expect(pages.count == 1 && pages.first?.range == hours(3))
        #expect(
            pages.flatMap(\.candles).map { (receipt - $0.openTime) / 1_800_000_000 }
                == [5, 4, 3, 2, 1]
        )
        let first = try #require(pages.first?.candles.first)
        #expect([first.open, first.high, first.low, first.close] == [2.5, 3, 2, 2.75])
        #expect(first.volume == nil && pages.flatMap(\.rejected) == [])
    }

    @Test func candlesThatAreNotOverAreLeftOut() async throws {
        let body = rows((0...4).map { receipt - Int64(3 - $0) * 1_800_000_000 })
        let pages = try await collect(
            source(body),
            series(),
            TimeRange(receipt - 7_200_000_000, receipt + 7_200_000_000),
            closedBefore: receipt - 1
        )
        #expect(pages.flatMap(\.candles).map(\.openTime).max() == receipt - 3_600_000_000)
        #expect(pages.flatMap(\.rejected) == [])
    }

    @Test(arguments: [
        (Interval.thirtyMinutes, 1, 1), (.thirtyMinutes, 23, 1), (.thirtyMinutes, 200, 1),
        (.fourHours, 4, 7), (.fourHours, 164, 7), (.fourHours, 165, 14), (.fourHours, 332, 14),
        (.fourHours, 333, 30), (.fourHours, 716, 30), (.fourHours, 8_000, 30),
    ])
    func fewestDaysThatHoldTheSpanAreAsked(interval: Interval, hours: Int64, days: Int) async throws
    {
        let stub = StubVenue(always: "[]")
        _ = try await collect(source(stub), series(interval), self.hours(hours))
        #expect(
            stub.paths
                == ["/api/v3/coins/bitcoin/ohlc?vs_currency=usd&days=\(days)&precision=full"]
        )
    }

    @Test func reachDependsOnTheInterval() throws {
        let gecko = source("[]")
        let now = try #require(Timestamp(parsing: "2026-09-15T12:34:56Z"))
        #expect(gecko.served(.thirtyMinutes, at: now)?.description == "2026-09-14T13:30:00Z")
        #expect(gecko.served(.fourHours, at: now)?.description == "2026-08-16T20:00:00Z")
        #expect(gecko.intervals == [.thirtyMinutes, .fourHours])
    }

    @Test func moreThanAYearIsRefusedInWords() async throws {
        let stub = StubVenue(always: "[]")
        let error = await venueError {
            _ = try await collect(source(stub), series(.fourHours), hours(366 * 24))
        }
        #expect(error?.code == .refused && stub.requests.isEmpty)
        #expect(error?.message.contains("no more than 365 days") == true)
        #expect(error?.message.contains("4h only 30 days back") == true)
        let body = "{\"error\":{\"status\":{\"error_code\":10012,\"error_message\":\"m\"}}}"
        let far = StubVenue { _, _ in .text(401, body) }
        let answered = await venueError {
            _ = try await collect(source(far), series(.fourHours), hours(24))
        }
        #expect(answered?.code == .refused)
        #expect(answered?.message.contains("further back") == true)
    }

    @Test func otherIntervalsAreNamed() async throws {
        let error = await venueError {
            _ = try await collect(source("[]"), series(.day), hours(48))
        }
        #expect(error?.code == .unknownInterval)
        #expect(error?.message.hasSuffix("intervals there are: 30m 4h") == true)
    }

    /// Rows of four hours lie on the grid of half an hour as well.
    @Test func answerInAnotherStepIsRefused() async throws {
        let body = rows((0...5).map { receipt - Int64(5 - $0) * 14_400_000_000 })
        let error = await venueError { _ = try await collect(source(body), series(), hours(20)) }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("14400 seconds apart") == true)
        let short = rows((0...5).map { receipt - Int64(5 - $0) * 1_800_000_000 })
        let other = await venueError {
            _ = try await collect(source(short), series(.fourHours), hours(20))
        }
        #expect(other?.code == .badAnswer)
    }

    @Test func brokenRowIsRejectedWithItsText() async throws {
        let times = (0...4).map { receipt - Int64(4 - $0) * 1_800_000_000 }
        let broken = "[\(times[4].milliseconds),2,1,3,2]"
        let body = rows(times.dropLast()).dropLast() + ",\(broken)]"
        let pages = try await collect(source(String(body)), series(), hours(3))
        #expect(pages.flatMap(\.rejected).map(\.rule) == ["high_below_low"])
        #expect(pages.flatMap(\.rejected).map(\.payload) == [broken])
        #expect(pages.flatMap(\.candles).count == 4)
    }

    @Test func coinIsLookedUpByItsKey() async throws {
        let stub = StubVenue(always: "[{\"id\":\"bitcoin\",\"symbol\":\"btc\"}]")
        let pool = try await source(stub).pool("bitcoin", on: "solana")
        #expect(
            pool == Pool(network: "global", address: "usd", mint: "bitcoin", symbol: "btc")
        )
        #expect(stub.paths == ["/api/v3/coins/markets?vs_currency=usd&ids=bitcoin"])
        let error = await venueError { _ = try await source("[]").pool("BTC", on: "solana") }
        #expect(error?.code == .unknownSymbol)
        let unknown = StubVenue { _, _ in .text(404, "{\"error\":\"coin not found\"}") }
        let later = await venueError {
            _ = try await collect(source(unknown), series(), hours(3))
        }
        #expect(later?.code == .unknownSymbol)
    }

    /// How far back the aggregator answers is a matter of its clock, not of this machine's.
    @Test func reachIsCountedByTheServersClock() async throws {
        let headers: HTTPHeaders = ["Date": "Wed, 01 Sep 2021 00:00:00 GMT"]
        let now = try #require(Timestamp(parsing: "2021-09-01"))
        let body = rows((0...4).map { now - Int64(4 - $0) * 1_800_000_000 })
        let stub = StubVenue { (url, _) throws(HTTPError) in
            .text(200, headers: headers, url.contains("ohlc") ? body : "{}")
        }
        let gecko = source(stub)
        _ = try await gecko.serverTime()
        let pages = try await collect(gecko, series(), TimeRange(now - 9_000_000_000, now))
        #expect(pages.flatMap(\.candles).count == 5)
    }

    @Test func clockIsSetBackByTheAgeOfAnswers() async throws {
        let headers: HTTPHeaders = ["Date": "Fri, 01 Mar 2024 00:00:00 GMT"]
        let stub = StubVenue { _, _ in .text(200, headers: headers, "{}") }
        #expect(try await source(stub).serverTime() == receipt - 900_000_000)
        #expect(stub.paths == ["/api/v3/ping"])
    }

    private func rows(_ ends: some Sequence<Timestamp>) -> String {
        "[" + ends.map { "[\($0.milliseconds),2.5,3.0,2,2.75]" }.joined(separator: ",") + "]"
    }

    private func source(_ body: String) -> CoinGeckoCandles { source(StubVenue(always: body)) }

    private func source(_ stub: StubVenue) -> CoinGeckoCandles {
        CoinGeckoCandles(stub.connection(CoinGeckoPlan.keyless.profile))
    }

    private func series(_ interval: Interval = half) -> PoolSeriesID {
        let pool = Pool(network: "global", address: "usd", mint: "bitcoin")
        return PoolSeriesID(venue: "coingecko", pool: pool, interval: interval)
    }

    /// The hours before the stub's clock.
    private func hours(_ count: Int64) -> TimeRange {
        TimeRange(receipt - count * 3_600_000_000, receipt)
    }
}
