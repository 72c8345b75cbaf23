import ChandlerCore

/// Gate spot, API v4: `candlesticks`, `currency_pairs`, `tickers` and `time` below `/api/v4/spot`.
///
/// The venue counts 200 requests in ten seconds for each path; here the configured limit of a
/// minute is counted for all of them, so that a test decides when it is used up.
///
/// **Source:** Gate API v4, "Market candlesticks", "List all currency pairs supported", "Get server
/// current time", "Rate limit".
enum GateVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: Equatable {
        case time
        case pairs
        case pair(String)
        case candlesticks
        case tickers

        init?(path: String) {
            let prefix = "/api/v4/spot/"
            guard path.hasPrefix(prefix) else { return nil }
            let parts = path.dropFirst(prefix.count).split(
                separator: "/",
                omittingEmptySubsequences: false
            )
            switch (parts[0], parts.count) {
            case ("time", 1): self = .time
            case ("currency_pairs", 1): self = .pairs
            case ("currency_pairs", 2): self = .pair(String(parts[1]))
            case ("candlesticks", 1): self = .candlesticks
            case ("tickers", 1): self = .tickers
            default: return nil
            }
        }
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        Endpoint(path: request.path)
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        let interval = request.query["interval"].flatMap(GateCandlesticks.interval)
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .candlesticks,
            symbol: request.query["currency_pair"].map { $0.filter { $0 != "_" } },
            interval: interval?.rawValue,
            start: request.query["from"].flatMap { Int64($0) }.map { $0 &* 1_000 }
        )
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(GateError) -> Answer {
        switch endpoint {
        case .time:
            return Answer(text: "{\"server_time\":\(call.now.milliseconds)}")
        case .pairs:
            return try GateCurrencyPairs(call.exchange).answer
        case .pair(let name):
            return try GateCurrencyPairs(call.exchange).answer(of: name)
        case .candlesticks:
            return try GateCandlesticks(call.query, call.exchange).answer(disturbing: call.faults)
        case .tickers:
            return try GateTickers(call.query, call.exchange).answer
        }
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        .gate(refusal, limit: call.exchange.configuration.weightLimit, now: call.now)
    }
}

/// The dialect of Gate.
typealias GateDialect = MeteredDialect<GateVoice>
