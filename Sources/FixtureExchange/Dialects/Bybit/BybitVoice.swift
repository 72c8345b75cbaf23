import ChandlerCore

/// Bybit v5: `kline`, `instruments-info`, `tickers` and `time` below `/v5/market`.
///
/// Every symbol is there in every category. The venue counts 600 requests in five seconds; here the
/// configured limit of a minute is counted, so that a test decides when it is used up.
///
/// **Source:** Bybit API v5, "Get Kline", "Get Instruments Info", "Error Codes", "Rate Limit".
enum BybitVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: String {
        case time
        case instruments = "instruments-info"
        case kline
        case tickers
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        Endpoint(path: request.path, below: "/v5/market/")
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        let interval = request.query["interval"].flatMap(BybitKlines.interval)
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .kline,
            symbol: request.query["symbol"],
            interval: interval?.rawValue,
            start: request.query["start"].flatMap { Int64($0) }
        )
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(BybitError) -> Answer {
        switch endpoint {
        case .time:
            return .bybit(result: time(call.now), now: call.now)
        case .instruments:
            return try BybitInstruments(call.query, call.exchange).answer
        case .kline:
            return try BybitKlines(call.query, call.exchange).answer(disturbing: call.faults)
        case .tickers:
            return try BybitTickers(call.query, call.exchange).answer
        }
    }

    static func tell(_ failure: BybitError, _ call: DialectCall) -> Answer {
        .bybit(failure, now: call.now)
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        .bybit(refusal, limit: call.exchange.configuration.weightLimit, now: call.now)
    }

    private static func time(_ now: Timestamp) -> String {
        let seconds = now.milliseconds / 1_000
        return "{\"timeSecond\":\"\(seconds)\",\"timeNano\":\"\(now.microseconds)000\"}"
    }
}

/// The dialect of Bybit.
typealias BybitDialect = MeteredDialect<BybitVoice>
