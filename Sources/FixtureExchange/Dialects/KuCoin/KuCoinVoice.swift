import ChandlerCore

/// KuCoin spot: `market/candles`, `market/allTickers` and `timestamp` below `/api/v1`, and
/// `/api/v2/symbols`.
///
/// The venue counts 2000 points in 30 seconds; here the configured limit of a minute is counted, so
/// that a test decides when it is used up.
///
/// **Source:** KuCoin API, "Get Klines", "Get All Symbols", "Get Server Time", "Rate Limit".
enum KuCoinVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: String {
        case candles = "/api/v1/market/candles"
        case symbols = "/api/v2/symbols"
        case time = "/api/v1/timestamp"
        case tickers = "/api/v1/market/allTickers"
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        Endpoint(rawValue: request.path)
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        let start = request.query["startAt"].flatMap { Int64($0) }
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .candles,
            symbol: request.query["symbol"]?.filter { $0 != "-" },
            interval: request.query["type"].flatMap(KuCoinCandles.interval)?.rawValue,
            start: start.map { $0.multipliedReportingOverflow(by: 1_000).partialValue }
        )
    }

    static func weight(of endpoint: Endpoint) -> Int {
        switch endpoint {
        case .candles, .time: 3
        case .symbols: 4
        case .tickers: 15
        }
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(KuCoinError) -> Answer {
        switch endpoint {
        case .time: return .kucoin(data: "\(call.now.milliseconds)")
        case .symbols: return try KuCoinSymbols(call.exchange).answer
        case .candles:
            return try KuCoinCandles(call.query, call.exchange).answer(disturbing: call.faults)
        case .tickers: return try KuCoinTickers(call.exchange).answer
        }
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        limited(.kucoin(refusal), resetIn: refusal.seconds ?? 30, call)
    }

    static func finish(_ answer: Answer, _ call: DialectCall) -> Answer {
        limited(answer, resetIn: 30, call)
    }

    private static func limited(
        _ answer: Answer,
        resetIn seconds: Int,
        _ call: DialectCall
    ) -> Answer {
        let limit = call.exchange.configuration.weightLimit
        var answer = answer
        answer.headers += [
            ("gw-ratelimit-limit", "\(limit)"),
            ("gw-ratelimit-remaining", "\(max(0, limit - call.meter.used))"),
            ("gw-ratelimit-reset", "\(seconds * 1_000)"),
        ]
        return answer
    }
}

extension Refusal {
    /// How long it lasts, where it says so.
    fileprivate var seconds: Int? {
        switch self {
        case .tooManyRequests(let seconds), .banned(let seconds): seconds
        case .forbidden, .blockedCountry, .internalError, .maintenance: nil
        }
    }
}

/// The dialect of KuCoin.
typealias KuCoinDialect = MeteredDialect<KuCoinVoice>
