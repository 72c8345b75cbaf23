import ChandlerCore
import ChandlerHTTP

/// OKX v5: candles from the endpoint of history, which also serves the present.
///
/// The endpoint for recent candles ends after 1,440 of them and then answers as if there were
/// nothing, so it is not used. Days and longer candles are asked for by their UTC names; the plain
/// ones open at 16:00 UTC.
///
/// **Doubts, and how they are read:** An answer holds up to 300 rows, by older descriptions 100;
/// 300 are asked for, and what a shorter answer leaves out at the early end is asked for again.
/// That the week of UTC opens on Monday is not written anywhere; a row that opens elsewhere is
/// rejected with its payload. A past candle may be called running for a moment; the venue is
/// believed, and the candle is missing until it is asked for again. Seconds reach about three
/// months back, other intervals years, which one figure for all cannot say: seconds are left out.
/// So is the 8-hour candle, which the venue refuses, and that of 2 days, which Chandler has not.
/// Amounts in quote currency come with more decimals than the table has and are rounded.
///
/// **Source:** OKX API v5, "Get candlesticks history", "Get instruments", "Get system time",
/// "Error Code"; measurements of September 2026.
struct OKXDialect: ExchangeDialect {
    /// Which of the venue's markets, in its own spelling.
    enum Market: String {
        /// Coins against coins.
        case spot = "SPOT"
        /// Perpetual futures; a row's sixth field counts contracts, the seventh base currency.
        case swap = "SWAP"
    }

    let segment: Market

    var profile: ExchangeProfile {
        ExchangeProfile(
            name: segment == .spot ? "okx" : "okx-swap",
            hosts: ["https://www.okx.com", "https://aws.okx.com"],
            intervals: [
                .minute: "1m", .threeMinutes: "3m", .fiveMinutes: "5m", .fifteenMinutes: "15m",
                .thirtyMinutes: "30m", .hour: "1H", .twoHours: "2H", .fourHours: "4H",
                .sixHours: "6Hutc", .twelveHours: "12Hutc", .day: "1Dutc", .threeDays: "3Dutc",
                .week: "1Wutc", .month: "1Mutc",
            ],
            pageSize: 300,
            // 20 in 2 s are allowed, and a burst of about 20 was refused; half of that is kept to.
            limit: WeightLimit(weight: 10, per: .seconds(2)),
            missing: .outage,
            beginning: .searched(.day, since: Self.firstDay),
            keepsNewest: true
        )
    }

    var layout: RowLayout {
        RowLayout(
            path: ["data"],
            columns: 9,
            volume: segment == .spot ? 5 : 6,
            quoteVolume: 7,
            complete: (8, "1"),
            roundsVolumes: true
        )
    }

    func candles(
        of market: Instrument,
        _ interval: Interval,
        from firstOpen: Timestamp,
        through lastOpen: Timestamp?,
        limit: Int
    ) -> PathRequest {
        var query: [PathRequest.Parameter] = [
            .init("instId", market.venueSymbol),
            .init("bar", profile.spelling(interval)),
            // Newer than `before`, older than `after`, neither included.
            .init("before", "\(firstOpen.milliseconds - 1)"),
        ]
        if let lastOpen { query.append(.init("after", "\(lastOpen.milliseconds + 1)")) }
        query.append(.init("limit", "\(limit)"))
        return PathRequest(path: "/api/v5/market/history-candles", query: query)
    }

    var clock: VenueClock {
        .request(PathRequest(path: "/api/v5/public/time")) { body in
            struct Answer: Decodable {
                struct Entry: Decodable { let ts: String }
                let data: [Entry]
            }
            let text = try body.decoded(as: Answer.self).data.first?.ts ?? ""
            guard let moment = Int64(text), (0...Self.lastMillisecond).contains(moment) else {
                throw JSONFault(words: "the venue's time was \(quoted(text))")
            }
            return Timestamp(milliseconds: moment)
        }
    }

    func instruments(after cursor: String?) -> PathRequest {
        PathRequest(
            path: "/api/v5/public/instruments",
            query: [.init("instType", segment.rawValue)]
        )
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        try body.decoded(as: OKXInstruments.self).page(of: profile.name, segment)
    }

    var tickers: VenueTickers {
        let segment = self.segment
        return .list(
            TickerList(
                trading: ["live"],
                request: PathRequest(
                    path: "/api/v5/market/tickers",
                    query: [.init("instType", segment.rawValue)]
                )
            ) { try $0.decoded(as: OKXTickers.self).tickers(of: segment) }
        )
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        OKXAnswer(response)?.refusal
    }

    /// 2017-01-01: the venue's oldest candles are younger.
    private static let firstDay = Timestamp(milliseconds: 1_483_228_800_000)

    /// The end of the year 9999.
    private static let lastMillisecond: Int64 = 253_402_300_799_999
}

extension Venue {
    /// OKX spot.
    public static let okx = Venue(OKXDialect(segment: .spot))
    /// OKX perpetual futures, with volumes in base currency.
    public static let okxSwap = Venue(OKXDialect(segment: .swap))
}
