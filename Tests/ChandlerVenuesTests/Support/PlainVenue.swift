import ChandlerCore
import ChandlerHTTP
import Foundation
import Testing

@testable import ChandlerVenues

/// What suites of the client share: a client of the plain venue, and what it was asked.
protocol PlainVenueSuite {}

extension PlainVenueSuite {
    var series: SeriesID {
        get throws { SeriesID(venue: "plain", symbol: try Symbol("BTCUSDT"), interval: .minute) }
    }

    func client(
        _ stub: StubVenue,
        keepsNewest: Bool = false,
        sendsSurplus: Bool = false,
        isFlagged: Bool = false,
        readsDate: Bool = false,
        reach: Int? = nil,
        beginning: ExchangeProfile.Beginning = .asked,
        options: VenueOptions = VenueOptions(prefetchDepth: 1),
        clock: LeapingClock = LeapingClock()
    ) -> ExchangeClient<PlainDialect> {
        let profile = ExchangeProfile(
            name: "plain",
            hosts: ["https://plain.test", "https://second.plain.test"],
            intervals: [.minute: "m", .hour: "h", .day: "d"],
            pageSize: 10,
            limit: WeightLimit(weight: 1_000, per: .seconds(1)),
            missing: .outage,
            reach: reach,
            beginning: beginning,
            keepsNewest: keepsNewest
        )
        let layout = RowLayout(
            columns: 6,
            complete: isFlagged ? (column: 6, word: "1") : nil,
            sendsSurplus: sendsSurplus
        )
        let dialect = PlainDialect(profile: profile, layout: layout, readsDate: readsDate)
        return ExchangeClient(dialect, options, transport: stub, clock: clock, seed: 1)
    }

    func collect(
        _ client: ExchangeClient<PlainDialect>,
        minutes: Int,
        series: SeriesID? = nil
    ) async throws -> [CandlePage] {
        let range = TimeRange(march, Interval.minute.advance(march, by: minutes))
        return try await collect(client, range, series: series)
    }

    func collect(
        _ client: ExchangeClient<PlainDialect>,
        _ range: TimeRange,
        closedBefore: Timestamp? = nil,
        series: SeriesID? = nil
    ) async throws -> [CandlePage] {
        var pages: [CandlePage] = []
        for try await page in client.pages(
            of: try series ?? self.series,
            in: range,
            closedBefore: closedBefore ?? range.end
        ) {
            pages.append(page)
        }
        return pages
    }

    func candleURLs(_ stub: StubVenue) -> [String] {
        stub.urls.filter { $0.contains("/candles") }
    }

    /// The minute from which a URL asks.
    func from(_ url: String) -> Int? { minute("from", url) }

    /// The minute through which a URL asks.
    func to(_ url: String) -> Int? { minute("to", url) }

    func minute(_ name: String, _ url: String) -> Int? {
        StubVenue.parameter(name, url).flatMap { Int64($0) }
            .map { Int(($0 - march.milliseconds) / 60_000) }
    }

    func minutes(_ indices: Range<Int>) -> [Timestamp] {
        indices.map { Interval.minute.advance(march, by: $0) }
    }

    func fault(_ body: () async throws -> some Any) async -> VenueError? {
        await #expect(throws: VenueError.self) { _ = try await body() }
    }
}

/// A venue without habits of its own; what a test is about is switched on.
struct PlainDialect: ExchangeDialect {
    let profile: ExchangeProfile
    let layout: RowLayout
    let readsDate: Bool

    func candles(
        of market: Instrument,
        _ interval: Interval,
        from firstOpen: Timestamp,
        through lastOpen: Timestamp?,
        limit: Int
    ) -> PathRequest {
        var query: [PathRequest.Parameter] = [
            .init("symbol", market.venueSymbol), .init("interval", profile.spelling(interval)),
            .init("from", "\(firstOpen.milliseconds)"),
        ]
        if let lastOpen { query.append(.init("to", "\(lastOpen.milliseconds)")) }
        query.append(.init("limit", "\(limit)"))
        return PathRequest(path: "/candles", query: query)
    }

    var clock: VenueClock {
        readsDate
            ? .date(PathRequest(path: "/date"))
            : .request(PathRequest(path: "/time")) {
                Timestamp(milliseconds: try $0.decoded(as: [Int64].self)[0])
            }
    }

    func instruments(after cursor: String?) -> PathRequest {
        PathRequest(path: "/markets", query: cursor.map { [.init("after", $0)] } ?? [])
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        struct Markets: Decodable {
            let list: [String]
            let next: String?
        }
        let markets = try body.decoded(as: Markets.self)
        let instruments = markets.list.compactMap { name -> Instrument? in
            let letters = name.filter { $0 != "-" && $0 != "_" }
            guard let symbol = try? Symbol(letters) else { return nil }
            return Instrument(
                venue: "plain",
                symbol: symbol,
                venueSymbol: name,
                baseAsset: "",
                quoteAsset: "",
                status: "on"
            )
        }
        return InstrumentPage(instruments: instruments, cursor: markets.next)
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        struct Complaint: Decodable {
            let error: String
            let pause: Int?
        }
        guard let complaint = try? response.body.decoded(as: Complaint.self) else { return nil }
        let kind: VenueRefusal.Kind =
            switch complaint.error {
            case "unknown-symbol": .unknownSymbol
            case "unknown-interval": .unknownInterval
            case "beyond": .beyondReach
            case "limited": .rateLimited(complaint.pause.map { .seconds($0) })
            case "transient": .transient
            case "blocked": .blocked
            default: .wrong
            }
        return VenueRefusal(kind: kind, words: "code \"\(complaint.error)\"")
    }
}

/// Answers as the venue without habits does, from minutes of March 2024.
struct PlainServer {
    var minutes: Range<Int> = 0..<0
    var missing: Set<Int> = []
    /// The most rows of one answer, whatever is asked for.
    var limit = 1_000
    var keepsNewest = false
    /// A minute that is in every page, asked for or not.
    var alwaysSends: Int?
    /// The minute that the venue's clock shows.
    var now = 0

    func answer(_ url: String, _ number: Int) -> HTTPResponse {
        answer(url, number, days: [])
    }

    func answer(_ url: String, _ number: Int, days: [Timestamp]) -> HTTPResponse {
        if url.contains("/time") {
            return .text("[\(Interval.minute.advance(march, by: now).milliseconds)]")
        }
        if url.contains("/markets") {
            return .text("{\"list\":[\"BTC-USDT\",\"ETH-USDT\",\"ETH_USDT\",\"SOLUSDT\"]}")
        }
        let isDaily = StubVenue.parameter("interval", url) == "d"
        let opens =
            isDaily
            ? days.map(\.milliseconds)
            : minutes.filter { !missing.contains($0) }
                .map { Interval.minute.advance(march, by: $0).milliseconds }
        let from = Int64(StubVenue.parameter("from", url) ?? "") ?? 0
        let to = Int64(StubVenue.parameter("to", url) ?? "") ?? .max
        let asked = Int(StubVenue.parameter("limit", url) ?? "") ?? 0
        let inside = opens.filter { from <= $0 && $0 <= to }
        let count = min(limit, asked)
        var rows = (keepsNewest ? inside.suffix(count) : inside.prefix(count)).map(Self.row(at:))
        if let alwaysSends { rows.append(Self.row(alwaysSends)) }
        return .text("[" + rows.joined(separator: ",") + "]")
    }

    static func row(_ minute: Int) -> String {
        row(at: Interval.minute.advance(march, by: minute).milliseconds)
    }

    private static func row(at open: Int64) -> String { "[\(open),2.5,3,2,2.75,10]" }
}
