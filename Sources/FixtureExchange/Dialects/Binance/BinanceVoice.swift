import ChandlerCore

/// Binance spot over REST: `ping`, `time`, `exchangeInfo`, `klines` and `ticker/24hr` below
/// `/api/v3`.
///
/// `uiKlines` (altered data) and the retired `/api/v1` are left out on purpose: a client that
/// uses them gets 404.
///
/// **Source:** binance/binance-spot-api-docs, `rest-api.md` and `errors.md`.
enum BinanceVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: String {
        case ping
        case time
        case exchangeInfo
        case klines
        case ticker = "ticker/24hr"
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        Endpoint(path: request.path, below: "/api/v3/")
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        let start = request.query["startTime"].flatMap { Int64($0) }
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .klines,
            symbol: request.query["symbol"],
            interval: request.query["interval"],
            start: start.map(BinanceTimeUnit.milliseconds)
        )
    }

    static func weight(of endpoint: Endpoint) -> Int {
        switch endpoint {
        case .ping, .time: 1
        case .exchangeInfo: 20
        case .klines: 2
        // Of one symbol it is less; it is not asked for so.
        case .ticker: 80
        }
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(BinanceError) -> Answer {
        switch endpoint {
        case .ping:
            return Answer(text: "{}")
        case .time:
            let unit = try BinanceTimeUnit(of: call.request)
            return Answer(text: "{\"serverTime\":\(unit.number(call.now))}")
        case .exchangeInfo:
            return try BinanceExchangeInfo(call.request, call.exchange).answer
        case .klines:
            return try BinanceKlines(call.request, call.exchange).answer(disturbing: call.faults)
        case .ticker:
            return try BinanceTickers(call.request, call.exchange).answer
        }
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        finish(
            .binance(refusal, limit: call.exchange.configuration.weightLimit, now: call.now),
            call
        )
    }

    static func finish(_ answer: Answer, _ call: DialectCall) -> Answer {
        var answer = answer
        answer.headers.append(("X-MBX-USED-WEIGHT", "\(call.meter.used)"))
        answer.headers.append(("X-MBX-USED-WEIGHT-1M", "\(call.meter.used)"))
        return answer
    }
}

/// The dialect of Binance.
typealias BinanceDialect = MeteredDialect<BinanceVoice>
