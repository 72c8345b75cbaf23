import ChandlerCore

/// OKX v5: `market/history-candles`, `market/candles`, `market/tickers`, `public/instruments` and
/// `public/time`.
///
/// Every symbol is there as a pair of coins and as a perpetual future. The venue counts 20 requests
/// in two seconds; here the configured limit of a minute is counted, so that a test decides when
/// it is used up.
///
/// **Source:** OKX API v5, "Get candlesticks history", "Get instruments", "Error Code".
enum OKXVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: String {
        case time = "/api/v5/public/time"
        case instruments = "/api/v5/public/instruments"
        case history = "/api/v5/market/history-candles"
        case recent = "/api/v5/market/candles"
        case tickers = "/api/v5/market/tickers"
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        Endpoint(rawValue: request.path)
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        let before = request.query["before"].flatMap { Int64($0) }
        return RequestSubject(
            path: request.path,
            asksForCandles: [.history, .recent].contains(endpoint),
            symbol: request.query["instId"].flatMap { OKXInstrument(name: $0)?.symbol },
            interval: request.query["bar"].flatMap(OKXBar.interval)?.rawValue,
            start: before.flatMap { $0 < .max ? $0 + 1 : nil }
        )
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(OKXError) -> Answer {
        switch endpoint {
        case .time:
            return .okx(data: "{\"ts\":\"\(call.now.milliseconds)\"}")
        case .instruments:
            return try OKXInstruments(call.query, call.exchange).answer
        case .tickers:
            return try OKXTickers(call.query, call.exchange).answer
        case .history, .recent:
            let isRecent = endpoint == .recent
            return try OKXCandles(call.query, isRecent: isRecent, call.exchange)
                .answer(disturbing: call.faults)
        }
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        .okx(refusal)
    }
}

/// The dialect of OKX.
typealias OKXDialect = MeteredDialect<OKXVoice>
