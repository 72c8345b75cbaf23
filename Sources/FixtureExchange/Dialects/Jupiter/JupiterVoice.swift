import ChandlerCore

/// Jupiter: `/price/v3`, and `search` and `recent` below `/tokens/v2`.
///
/// Requests for prices and tokens count as requests for candles to faults. The venue counts in a
/// sliding minute; here it is the configured limit of a minute.
///
/// **Source:** jup-ag/docs, `openapi-spec/price/v3/price.yaml`, `openapi-spec/tokens/v2/tokens.yaml`,
/// "Rate limits".
enum JupiterVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: Sendable {
        case price
        case search
        case recent
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        switch request.path {
        case "/price/v3": .price
        case "/tokens/v2/search": .search
        case "/tokens/v2/recent": .recent
        default: nil
        }
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        let named = request.query["ids"] ?? request.query["query"]
        return RequestSubject(path: request.path, asksForCandles: true, symbol: named)
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(JupiterError) -> Answer {
        if let key = call.settings.jupiterKey, call.request.header("x-api-key") != key {
            throw .unauthorized
        }
        switch endpoint {
        case .price: return try JupiterPrices(call).answer
        case .search: return try JupiterTokens.search(call)
        case .recent: return JupiterTokens.recent(call)
        }
    }

    /// The three refusals of the gateway come without a `Retry-After`.
    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        switch refusal {
        case .tooManyRequests(let seconds), .banned(let seconds):
            var answer = JupiterError.tooManyRequests.answer
            answer.headers = headers(remaining: -1, resetIn: seconds, call)
            return answer
        case .forbidden, .blockedCountry:
            return JupiterError(status: 403, message: "Forbidden").answer
        case .internalError:
            return JupiterError(status: 500, message: "Internal server error").answer
        case .maintenance: return .maintenance
        }
    }

    static func finish(_ answer: Answer, _ call: DialectCall) -> Answer {
        var answer = answer
        let remaining = call.meter.limit - call.meter.used
        answer.headers += headers(remaining: remaining, resetIn: 60, call)
        return answer
    }

    private static func headers(
        remaining: Int,
        resetIn seconds: Int,
        _ call: DialectCall
    ) -> [(name: String, value: String)] {
        let reset = call.exchange.clock.now.milliseconds / 1_000 + Int64(seconds)
        return [
            ("x-ratelimit-limit", "\(call.meter.limit)"),
            ("x-ratelimit-remaining", "\(remaining)"),
            ("x-ratelimit-current", "\(call.meter.limit - remaining)"),
            ("x-ratelimit-reset", "\(reset)"),
            ("x-api-gateway-request-id", SolanaAddress.named(call.request.rawQuery)),
        ]
    }
}
