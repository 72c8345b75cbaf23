import ChandlerCore

/// CoinGecko: `/coins/list`, `/coins/markets` and `/coins/{id}/ohlc`, with and without `/api/v3`.
///
/// Markets and candles count as requests for candles to faults, the list does not.
///
/// **Source:** coingecko/coingecko-api-oas; docs.coingecko.com, "Errors and rate limits".
enum CoinGeckoVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: Sendable {
        case list
        case markets
        case candles(String)
    }

    static let firewall =
        "<html><head><title>Access denied</title></head>"
        + "<body>error code: 1020</body></html>\n"

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        let parts = PathParts.split(request.path, after: ["/api/v3", ""])
        guard parts.first == "coins" else { return nil }
        switch (parts.last, parts.count) {
        case ("list", 2): return .list
        case ("markets", 2): return .markets
        case ("ohlc", 3): return .candles(parts[1])
        default: return nil
        }
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        var subject = RequestSubject(path: request.path, asksForCandles: true)
        switch endpoint {
        case .list: subject.asksForCandles = false
        case .markets: subject.symbol = request.query["ids"]
        case .candles(let coin): subject.symbol = coin
        }
        return subject
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(CoinGeckoError) -> Answer
    {
        try check(call)
        switch endpoint {
        case .list: return CoinGeckoCoins(call).list
        case .markets: return try CoinGeckoCoins(call).markets()
        case .candles(let coin): return try CoinGeckoCandles(coin, call).answer()
        }
    }

    /// The key stands in a header or, as the venue also takes it, in the query.
    private static func check(_ call: DialectCall) throws(CoinGeckoError) {
        guard let wanted = call.settings.coinGeckoKey else { return }
        let request = call.request
        if request.header("x-cg-pro-api-key") != nil { throw .wrongHost }
        let key = request.header("x-cg-demo-api-key") ?? request.query["x_cg_demo_api_key"]
        guard let key else { throw .keyMissing }
        guard key == wanted else { throw .keyWrong }
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        switch refusal {
        case .tooManyRequests(let seconds), .banned(let seconds):
            var answer = CoinGeckoError.tooManyRequests.answer
            answer.headers = [("Retry-After", "\(seconds)")]
            return answer
        case .forbidden, .blockedCountry:
            return Answer(status: 403, contentType: Answer.html, text: firewall)
        case .internalError:
            return CoinGeckoError(status: 500, .plain("Internal Server Error")).answer
        case .maintenance: return .maintenance
        }
    }
}
