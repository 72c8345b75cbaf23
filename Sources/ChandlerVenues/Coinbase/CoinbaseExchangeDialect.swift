import ChandlerCore
import ChandlerHTTP

/// Coinbase Exchange: candles as arrays of numbers, of the same books as Advanced Trade.
///
/// Rows run open time, low, high, open, close, volume. Their numbers carry the noise of binary
/// floats and may have exponents; volumes are rounded to the table's decimals, prices are exact or
/// rejected. Delisted products stay in the list and keep their history. Products `*-USDC` are
/// other names of `*-USD` and delisted here.
///
/// **Doubts, and how they are read:** With both ends included, a span of 300 intervals brings 301
/// rows; windows end with their 300th row, so that neither reading of the limit is passed. A row
/// before the start may slip in and is dropped. Answers without a range are kept for minutes by
/// caches, those with one for less; requests always name the range and ask for fresh ones.
///
/// **Source:** Coinbase Exchange API, "Get product candles", "Get all known trading pairs".
struct CoinbaseExchangeDialect: ExchangeDialect {
    var profile: ExchangeProfile {
        ExchangeProfile(
            name: "coinbase-exchange",
            hosts: ["https://api.exchange.coinbase.com"],
            intervals: [
                .minute: "60", .fiveMinutes: "300", .fifteenMinutes: "900", .hour: "3600",
                .sixHours: "21600", .day: "86400",
            ],
            pageSize: 300,
            // 10 a second are allowed.
            limit: WeightLimit(weight: 5, per: .seconds(1)),
            missing: .silence,
            beginning: .searched(.day, since: CoinbaseSource.firstDay)
        )
    }

    var layout: RowLayout {
        RowLayout(
            columns: 6,
            timeUnit: .seconds,
            open: 3,
            high: 2,
            low: 1,
            close: 4,
            roundsVolumes: true,
            sendsSurplus: true
        )
    }

    func candles(
        of market: Instrument,
        _ interval: Interval,
        from firstOpen: Timestamp,
        through lastOpen: Timestamp?,
        limit: Int
    ) -> PathRequest {
        let end = lastOpen ?? interval.advance(firstOpen, by: limit - 1)
        return PathRequest(
            segments: ["products", market.venueSymbol, "candles"],
            query: [
                .init("granularity", profile.spelling(interval)),
                .init("start", firstOpen.description),
                .init("end", end.description),
            ],
            headers: CoinbaseDialect.fresh
        )
    }

    var clock: VenueClock {
        .request(PathRequest(path: "/time", headers: CoinbaseDialect.fresh)) { body in
            struct Answer: Decodable { let epoch: Double }
            let seconds = try body.decoded(as: Answer.self).epoch
            guard (0..<1e11).contains(seconds) else {
                throw JSONFault(words: "epoch was \(seconds), not seconds since 1970")
            }
            return Timestamp(milliseconds: Int64(seconds * 1_000))
        }
    }

    func instruments(after cursor: String?) -> PathRequest {
        PathRequest(path: "/products", headers: CoinbaseDialect.fresh)
    }

    func instruments(in body: HTTPBody) throws -> InstrumentPage {
        let products = try body.decoded(as: [CoinbaseExchangeProduct].self)
        return InstrumentPage(
            instruments: products.compactMap { $0.instrument(of: profile.name) },
            cursor: nil
        )
    }

    /// The list of volumes counts each in its own base currency and has no price beside it, which
    /// would take a request for each product.
    var tickers: VenueTickers {
        .none(
            "its list of volumes is in base currencies without prices, so they cannot be compared; "
                + "ask --venue \(CoinbaseDialect().profile.name), which trades in the same books, "
                + "or name the symbols"
        )
    }

    func refusal(in response: HTTPResponse) -> VenueRefusal? {
        CoinbaseAnswer(response)?.refusal
    }
}

extension Venue {
    /// Coinbase Exchange, which has fewer intervals than ``coinbase`` and lists delisted products.
    public static let coinbaseExchange = Venue(coinbase: CoinbaseExchangeDialect())
}
