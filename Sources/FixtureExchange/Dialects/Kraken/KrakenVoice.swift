import ChandlerCore

/// Kraken spot: `OHLC`, `AssetPairs`, `Ticker` and `Time` below `/0/public`.
///
/// The venue counts about a request in a second; here the configured limit of a minute is counted,
/// so that a test decides when it is used up.
///
/// **Source:** Kraken REST API, "Get OHLC Data", "Get Tradable Asset Pairs", "Errors".
enum KrakenVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: String {
        case time = "Time"
        case pairs = "AssetPairs"
        case candles = "OHLC"
        case ticker = "Ticker"
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        Endpoint(path: request.path, below: "/0/public/")
    }

    /// Rules that name a symbol mean requests that spell it `BTC/USD`.
    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        let minutes = request.query["interval"] ?? "1"
        let since = request.query["since"].flatMap { Int64($0) }
        let start = since?.addingReportingOverflow(1).partialValue
            .multipliedReportingOverflow(by: 1_000)
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .candles,
            symbol: request.query["pair"].map { $0.filter { $0 != "/" } },
            interval: KrakenCandles.intervals[minutes]?.rawValue,
            start: start.flatMap { $0.overflow ? nil : $0.partialValue }
        )
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(KrakenError) -> Answer {
        switch endpoint {
        case .time:
            return .kraken(result: time(call.now))
        case .pairs:
            return try KrakenPairs(call.query, call.exchange).answer
        case .candles:
            return try KrakenCandles(call.query, call.exchange).answer(disturbing: call.faults)
        case .ticker:
            return try KrakenTickers(call.query, call.exchange).answer
        }
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        .kraken(refusal, now: call.now)
    }

    /// The time as a number and, with two digits of the year, in words.
    private static func time(_ now: Timestamp) -> String {
        let date = HTTPDate.text(now)
        let words = "\(date.prefix(12))\(date.dropFirst(14).dropLast(3))+0000"
        return "{\"unixtime\":\(now.milliseconds / 1_000),\"rfc1123\":\"\(words)\"}"
    }
}

/// The dialect of Kraken.
typealias KrakenDialect = MeteredDialect<KrakenVoice>
