import ChandlerCore

/// GeckoTerminal: pools and their candles, with `/api/v2`, `/api/v3/onchain` or nothing before
/// the path.
///
/// Candles and lists of pools count as requests for candles to faults, the look-up of single
/// pools does not. Rules that name a symbol mean the address that is asked for.
///
/// **Source:** apiguide.geckoterminal.com; coingecko/coingecko-api-oas, `/onchain`; recorded
/// answers.
enum GeckoTerminalVoice: VenueVoice {
    /// The paths that are served.
    enum Endpoint: Sendable {
        case pools(network: String, [String], isMany: Bool)
        case tokenPools(network: String, String)
        case newPools(network: String)
        case search
        case candles(network: String, pool: String, timeframe: String)
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        let parts = PathParts.split(request.path, after: ["/api/v2", "/api/v3/onchain", ""])
        if parts == ["search", "pools"] { return .search }
        guard parts.count >= 3, parts[0] == "networks" else { return nil }
        let network = parts[1]
        switch (parts[2], parts.count) {
        case ("new_pools", 3): return .newPools(network: network)
        case ("pools", 4): return .pools(network: network, [parts[3]], isMany: false)
        case ("pools", 5) where parts[3] == "multi":
            let addresses = parts[4].split(separator: ",").map(String.init)
            return .pools(network: network, addresses, isMany: true)
        case ("pools", 6) where parts[4] == "ohlcv":
            return .candles(network: network, pool: parts[3], timeframe: parts[5])
        case ("tokens", 5) where parts[4] == "pools":
            return .tokenPools(network: network, parts[3])
        default: return nil
        }
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        var subject = RequestSubject(path: request.path, asksForCandles: true)
        switch endpoint {
        case .pools(_, let addresses, _):
            subject.asksForCandles = false
            subject.symbol = addresses.joined(separator: ",")
        case .tokenPools(_, let address): subject.symbol = address
        case .newPools: break
        case .search: subject.symbol = request.query["query"]
        case .candles(_, let pool, let timeframe):
            subject.symbol = pool
            let aggregate = request.query["aggregate"] ?? "1"
            subject.interval = GeckoTerminalCandles.interval(timeframe, aggregate)?.rawValue
        }
        return subject
    }

    static func answer(
        _ endpoint: Endpoint,
        to call: DialectCall
    ) throws(GeckoTerminalError) -> Answer {
        switch endpoint {
        case .pools(let network, let addresses, let isMany):
            try GeckoTerminalPools(call).answer(addresses, on: network, isMany: isMany)
        case .tokenPools(let network, let address):
            try GeckoTerminalPools(call).answer(ofToken: address, on: network)
        case .newPools(let network): try GeckoTerminalPools(call).newest(on: network)
        case .search: try GeckoTerminalPools(call).search()
        case .candles(let network, let pool, let timeframe):
            try GeckoTerminalCandles(network, pool, timeframe, call).answer()
        }
    }

    /// The limit is told in CoinGecko's words, with a pause of zero whatever it is.
    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        switch refusal {
        case .tooManyRequests, .banned:
            var answer = CoinGeckoError.tooManyRequests.answer
            answer.headers = [("retry-after", "0")]
            return answer
        case .forbidden, .blockedCountry:
            return Answer(status: 403, contentType: Answer.html, text: CoinGeckoVoice.firewall)
        case .internalError:
            return GeckoTerminalError(status: 500, title: "Internal Server Error").answer
        case .maintenance: return .maintenance
        }
    }
}
