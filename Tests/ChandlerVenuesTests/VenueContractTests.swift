import ChandlerCore
import ChandlerHTTP
import FixtureExchange
import Foundation
import Testing

@testable import ChandlerVenues

/// What every venue must do alike, over sockets, from one file of candles; pauses are skipped.
///
/// The file holds three hours of minutes without those of an outage, and the running candle.
@Suite struct VenueContractTests {
    // Candles.

    @Test func everyVenueOfTheCatalogueIsHere() {
        let here = Set(ContractVenue.all.map(\.name))
        #expect(here.count == ContractVenue.all.count)
        #expect(VenueCatalogue.all.map(\.name).filter { !here.contains($0) } == [])
        for venue in VenueCatalogue.all {
            #expect(venue.intervals.contains(.minute), "\(venue.name)")
        }
    }

    /// The boundaries fall before, into and behind the outage.
    @Test(arguments: ContractVenue.all, [7, 50, 61, nil])
    func pagesJoinWithoutLossOrRepetition(venue: ContractVenue, pageSize: Int?) async throws {
        try await venue.serve(pageSize: pageSize) { source, server in
            let pages = try await collect(source)
            #expect(pages.flatMap(\.candles) == venue.candles(0..<180))
            #expect(pages.flatMap(\.rejected) == [])
            #expect(pages.first?.range.start == SmallMarket.start)
            #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
            #expect(pages.last?.range.end == SmallMarket.minute(180))
            if let pageSize { #expect(pages.count == (180 + pageSize - 1) / pageSize) }
            #expect(source.counters.retries == 0)
        }
    }

    @Test(arguments: ContractVenue.all)
    func oneCandleIsASpanOfItsOwn(venue: ContractVenue) async throws {
        try await venue.serve { source, _ in
            for minute in [0, 17, 179] {
                let pages = try await collect(source, minute..<(minute + 1))
                #expect(pages.flatMap(\.candles) == venue.candles(minute..<(minute + 1)))
                #expect(pages.flatMap(\.rejected) == [])
            }
        }
    }

    @Test(arguments: ContractVenue.all)
    func spanWithoutCandlesIsEmpty(venue: ContractVenue) async throws {
        try await venue.serve(pageSize: 50) { source, _ in
            // Before history, and in the outage.
            for span in [-200 ..< -100, -3..<0, 60..<64, 61..<62] {
                let pages = try await collect(source, span)
                #expect(!pages.isEmpty)
                #expect(pages.flatMap(\.candles) == [])
                #expect(pages.flatMap(\.rejected) == [])
                #expect(pages.last?.range.end == SmallMarket.minute(span.upperBound))
            }
        }
    }

    @Test(arguments: ContractVenue.all, [50, nil])
    func formingCandleIsLeftOut(venue: ContractVenue, pageSize: Int?) async throws {
        try await venue.serve(pageSize: pageSize) { source, _ in
            let now = try await source.serverTime()
            #expect(now == SmallMarket.now)
            let pages = try await collect(source, 100..<190, closedBefore: now)
            #expect(pages.flatMap(\.candles) == venue.candles(100..<180))
            #expect(pages.flatMap(\.rejected) == [])
        }
    }

    /// What is still running when the span ends before now, too.
    @Test(arguments: ContractVenue.all)
    func candlesAfterTheGivenMomentAreLeftOut(venue: ContractVenue) async throws {
        try await venue.serve { source, _ in
            let moment = SmallMarket.minute(30) + 59_999_999
            let pages = try await collect(source, 0..<60, closedBefore: moment)
            #expect(pages.flatMap(\.candles) == venue.candles(0..<30))
        }
    }

    @Test(arguments: ContractVenue.all)
    func candlesThatTheVenueDoesNotHaveAreMissing(venue: ContractVenue) async throws {
        let hidden = "hide:\(milliseconds(48))..\(milliseconds(51))"
        try await venue.serve(pageSize: 50, faults: [hidden, "late:\(milliseconds(179))"]) {
            source,
            _ in
            let pages = try await collect(source)
            #expect(
                pages.flatMap(\.candles) == venue.candles(0..<48) + venue.candles(52..<179)
            )
            #expect(pages.flatMap(\.rejected) == [])
        }
    }

    @Test(
        arguments: ContractVenue.all,
        ["duplicate:edge", "duplicate", "unordered", "unordered:reversed"]
    )
    func rowsRepeatedOrOutOfOrderLoseNothing(venue: ContractVenue, fault: String) async throws {
        try await venue.serve(pageSize: 50, faults: [fault]) { source, _ in
            let pages = try await collect(source)
            #expect(pages.flatMap(\.candles) == venue.candles(0..<180))
            #expect(pages.flatMap(\.rejected) == [])
        }
    }

    @Test(arguments: ContractVenue.all)
    func ofTwoVersionsNoneIsBelievedUnlessTheLaterCorrects(venue: ContractVenue) async throws {
        try await venue.serve(pageSize: 50, faults: ["duplicate:altered"]) { source, _ in
            let pages = try await collect(source)
            let kept = pages.flatMap(\.candles).map(\.openTime)
            let rejected = pages.flatMap(\.rejected)
            let doubted = Set(rejected.compactMap(\.openTime))
            #expect(doubted.isEmpty == (venue.name == "bitstamp"))
            #expect(rejected.count == 2 * doubted.count)
            #expect(rejected.allSatisfy { $0.rule == "duplicate_open_time" })
            #expect(doubted.isDisjoint(with: kept))
            #expect(
                (kept + doubted).sorted() == venue.candles(0..<180).map(\.openTime)
            )
        }
    }

    @Test(arguments: ContractVenue.all)
    func rowThatBreaksARuleIsRejectedAlone(venue: ContractVenue) async throws {
        let fault = "revise:\(milliseconds(20)):high:0.5"
        try await venue.serve(pageSize: 50, faults: [fault]) { source, _ in
            let pages = try await collect(source)
            #expect(
                pages.flatMap(\.candles) == venue.candles(0..<20) + venue.candles(21..<180)
            )
            let rejected = pages.flatMap(\.rejected)
            #expect(rejected.map(\.openTime) == [SmallMarket.minute(20)])
            #expect(rejected.first?.payload.contains("0.5") == true)
        }
    }

    // Faults on the way.

    @Test(
        arguments: ContractVenue.all,
        [
            "429:1@first=1", "500@first=1", "503-html@first=2", "html@first=1", "garbage@first=2",
            "cut@first=1", "truncated-gzip@first=1", "503-html@path=*,first=2",
        ]
    )
    func faultThatPassesIsRiddenOut(venue: ContractVenue, fault: String) async throws {
        try await venue.serve(pageSize: 100, faults: [fault]) { source, _ in
            let pages = try await collect(source)
            #expect(pages.flatMap(\.candles) == venue.candles(0..<180))
            #expect(pages.flatMap(\.rejected) == [])
            #expect(source.counters.retries > 0)
        }
    }

    @Test(
        arguments: ContractVenue.all,
        [
            ("429:3600", VenueError.Code.rateLimited), ("503-html", .unreachable),
            ("500", .unreachable), ("html", .badAnswer), ("garbage", .badAnswer),
            ("cut", .unreachable),
        ]
    )
    func faultThatStaysHasItsCode(
        venue: ContractVenue,
        fault: (switch: String, code: VenueError.Code)
    ) async throws {
        try await venue.serve(faults: [fault.switch]) { source, _ in
            let error = await #expect(throws: VenueError.self) { try await collect(source) }
            #expect(error?.code == fault.code, "\(error?.message ?? "")")
            #expect(error?.message.hasPrefix("fetch \(venue.name) ETHUSDT 1m ") == true)
        }
    }

    @Test(arguments: ContractVenue.all, ["403", "451"])
    func refusalOfTheClientHasItsCode(venue: ContractVenue, fault: String) async throws {
        try await venue.serve(faults: ["\(fault)@path=*"]) { source, _ in
            let error = await #expect(throws: VenueError.self) { try await collect(source) }
            #expect(error?.code == venue.forbidden, "\(error?.message ?? "")")
        }
    }

    @Test(arguments: ContractVenue.all)
    func contentTypeIsNotWhatDecides(venue: ContractVenue) async throws {
        try await venue.serve(pageSize: 50, faults: ["content-type:text/html@path=*"]) {
            source,
            _ in
            let pages = try await collect(source)
            #expect(pages.flatMap(\.candles) == venue.candles(0..<180))
        }
    }

    // Instruments and beginnings.

    @Test(arguments: ContractVenue.all)
    func instrumentIsInTheVenuesList(venue: ContractVenue) async throws {
        try await venue.serve { source, _ in
            let found = try #require(try await source.instrument(Symbol("ETHUSDT")))
            #expect(found.venue == venue.name)
            #expect(found.baseAsset == "ETH" && found.quoteAsset == "USDT")
            let all = try await source.instruments()
            #expect(all.contains(found))
        }
    }

    @Test(arguments: ContractVenue.all)
    func unknownSymbolHasItsCode(venue: ContractVenue) async throws {
        try await venue.serve { source, _ in
            let nope = SeriesID(
                venue: venue.name,
                symbol: try Symbol("NOPEUSDT"),
                interval: .minute
            )
            for error in [
                await #expect(throws: VenueError.self) {
                    try await source.instrument(nope.symbol)
                },
                await #expect(throws: VenueError.self) { try await collect(source, series: nope) },
            ] {
                #expect(error?.code == .unknownSymbol, "\(error?.message ?? "")")
                #expect(error?.message.contains("NOPEUSDT") == true)
            }
        }
    }

    /// Where the list is not looked into, the venue itself refuses.
    @Test(arguments: ContractVenue.all)
    func unknownSymbolIsReadFromTheVenuesWords(venue: ContractVenue) async throws {
        try await venue.serve(candlesOnly: true) { source, _ in
            let nope = SeriesID(
                venue: venue.name,
                symbol: try Symbol("NOPEUSDT"),
                interval: .minute
            )
            let error = await #expect(throws: VenueError.self) {
                try await collect(source, series: nope)
            }
            #expect(error?.code == .unknownSymbol, "\(error?.message ?? "")")
        }
    }

    /// Some venues are searched in longer candles: then it may be earlier, never later.
    @Test(arguments: ContractVenue.all, [10, nil])
    func beginningIsNeverTooLate(venue: ContractVenue, pageSize: Int?) async throws {
        try await venue.serve(pageSize: pageSize) { source, _ in
            let first = try #require(
                try await source.firstOpenTime(
                    of: venue.series,
                    from: Interval.day.advance(SmallMarket.start, by: -2)
                )
            )
            #expect(first <= SmallMarket.start)
            let later = try await source.firstOpenTime(
                of: venue.series,
                from: SmallMarket.minute(61)
            )
            #expect(
                later.map { $0 >= SmallMarket.minute(61) && $0 <= SmallMarket.minute(64) } == true
            )
        }
    }

    private func milliseconds(_ minute: Int) -> Int64 { SmallMarket.minute(minute).milliseconds }

    private func collect(
        _ source: any CandleSource,
        _ minutes: Range<Int> = 0..<180,
        closedBefore: Timestamp? = nil,
        series: SeriesID? = nil
    ) async throws -> [CandlePage] {
        let range = TimeRange(
            SmallMarket.minute(minutes.lowerBound),
            SmallMarket.minute(minutes.upperBound)
        )
        let own = SeriesID(
            venue: source.venue,
            symbol: try Symbol("ETHUSDT"),
            interval: .minute
        )
        var pages: [CandlePage] = []
        for try await page in source.pages(
            of: series ?? own,
            in: range,
            closedBefore: closedBefore ?? SmallMarket.now
        ) {
            pages.append(page)
        }
        return pages
    }
}
