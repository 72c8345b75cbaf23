import ChandlerCore
import ChandlerHTTP

/// Bitstamp, API v2.
///
/// **Doubts, and how they are read:** With an end the start is ignored and the rows up to the end
/// come, so windows are asked for by their end and their length, and what lies before them is
/// dropped. Answers of 999 rows for a limit of 1,000 are recorded, and the same open time twice,
/// which counts towards the limit: a few rows more than the window holds are asked for. Of such
/// rows the later one is the correction. A start without an end was seen to send nothing where the
/// market opened later, so the beginning of history is searched for. In which days a 3-day candle
/// opens is not documented; any UTC midnight is taken. Whether an unknown market is answered with
/// JSON or a page is not known, so errors are sorted by their status first; 403 is also how long
/// blocks for too many requests are said to look, so it is one unless the body has a code of 403.
///
/// **Source:** Bitstamp HTTP API v2, "OHLC data", "Markets", "Request limits", "Response codes";
/// recorded answers.
struct BitstampDialect: ExchangeDialect {
    /// 2011-08-18T00:00:00Z, the day of the venue's first candle.
    private static let opening = Timestamp(seconds: 1_313_625_600)
    /// The most rows that may be asked for.
    private static let mostRows = 1_000
    /// How many rows are asked for beyond a window, for those that come twice or are left out.
    private static let spareRows = 10

    var profile: ExchangeProfile {
        ExchangeProfile(
            name: "bitstamp",
            hosts: ["https://www.bitstamp.net"],
            intervals: [
                .minute: "60", .threeMinutes: "180", .fiveMinutes: "300", .fifteenMinutes: "900",
                .thirtyMinutes: "1800", .hour: "3600", .twoHours: "7200", .fourHours: "14400",
                .sixHours: "21600", .twelveHours: "43200", .day: "86400", .threeDays: "259200",
            ],
            pageSize: Self.mostRows - Self.spareRows,
            // 10,000 in ten minutes are allowed; this is less than a third of it.
            limit: WeightLimit(weight: 5, per: .seconds(1)),
            missing: .outage,
            beginning: .searched(.day, since: Self.opening),
            keepsNewest: true
        )
    }

    var layout: RowLayout {
        RowLayout(
            path: ["data", "ohlc"],
            keys: ["timestamp", "open", "high", "low", "close", "volume"],
            columns: 6,
            timeUnit: .seconds,
            keepsLast: true,
            sendsSurplus: true
        )
    }

    /// Asks for a window by its end and its length; without an end, for rows from the start on.
    func candles(
        of market: Instrument,
        _ interval: Interval,
        from firstOpen: Timestamp,
        through lastOpen: Timestamp?,
        limit: Int
    ) -> PathRequest {
        let bound: PathRequest.Parameter =
            lastOpen.map { .init("end", "\($0.milliseconds / 1_000)") }
            ?? .init("start", "\(firstOpen.milliseconds / 1_000)")
        return PathRequest(
            // The empty segment is the slash at the end, without which a redirect may follow.
            segments: ["api", "v2", "ohlc", market.venueSymbol.lowercased(), ""],
            query: [
                .init("step", profile.spelling(interval)),
                bound,
                .init("limit", "\(min(limit + Self.spareRows, Self.mostRows))"),
            ]
        )
    }

    /// There is no clock to ask for; every answer has the header.
    var clock: VenueClock { .date(instruments(after: nil)) }

    func instruments(after cursor: String?) -> PathRequest {
        PathRequest(path: "/api/v2/markets/")
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        let markets = try body.decoded(as: [BitstampMarket].self)
        return InstrumentPage(instruments: markets.compactMap { $0.instrument(of: profile.name) })
    }

    var tickers: VenueTickers {
        .list(
            TickerList(trading: ["Enabled"], request: PathRequest(path: "/api/v2/ticker/")) {
                try $0.decoded(as: [BitstampTicker].self).compactMap(\.ticker)
            }
        )
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        BitstampAnswer(response).refusal
    }
}

extension Venue {
    /// Bitstamp.
    public static let bitstamp = Venue(BitstampDialect())
}
