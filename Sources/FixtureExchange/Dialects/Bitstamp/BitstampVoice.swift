import ChandlerCore

/// Bitstamp, API v2: `ohlc/{market}/`, `ticker/`, `markets/` and the older `trading-pairs-info/`.
///
/// The venue counts 400 requests a second and 10,000 in ten minutes; here the configured limit of a
/// minute is counted, so that a test decides when it is used up.
///
/// **Source:** Bitstamp HTTP API v2, "OHLC data", "Markets", "Request limits", "Response codes".
enum BitstampVoice: VenueVoice {
    /// The paths that are served; without the slash at the end they are redirected.
    enum Endpoint {
        case markets
        case pairs
        case tickers
        case ohlc(String)

        init?(path: String) {
            let prefix = "/api/v2/"
            guard path.hasPrefix(prefix) else { return nil }
            var parts = path.dropFirst(prefix.count).split(
                separator: "/",
                omittingEmptySubsequences: false
            )
            if parts.last == "" { parts.removeLast() }
            switch (parts.first, parts.count) {
            case ("markets", 1): self = .markets
            case ("trading-pairs-info", 1): self = .pairs
            case ("ticker", 1): self = .tickers
            case ("ohlc", 2): self = .ohlc(String(parts[1]))
            default: return nil
            }
        }
    }

    static func endpoint(of request: VenueRequest) -> Endpoint? {
        Endpoint(path: request.path)
    }

    static func subject(of endpoint: Endpoint, _ request: VenueRequest) -> RequestSubject {
        guard case .ohlc(let market) = endpoint else { return RequestSubject(path: request.path) }
        let query = request.query
        // Beside an end the start has no effect.
        let start = query["end"] == nil ? query["start"].flatMap { Int64($0) } : nil
        return RequestSubject(
            path: request.path,
            asksForCandles: true,
            symbol: market.uppercased(),
            interval: query["step"].flatMap(BitstampOHLC.interval)?.rawValue,
            start: start.map { $0 &* 1_000 }
        )
    }

    static func detour(_ request: VenueRequest) -> Answer? {
        request.path.hasSuffix("/") ? nil : .bitstampRedirect(request)
    }

    static func answer(_ endpoint: Endpoint, to call: DialectCall) throws(BitstampError) -> Answer {
        switch endpoint {
        case .markets:
            return try BitstampMarkets(call.exchange).answer
        case .pairs:
            return try BitstampMarkets(call.exchange).olderAnswer
        case .tickers:
            return try BitstampTickers(call.exchange).answer
        case .ohlc(let market):
            return try BitstampOHLC(market, call.query, call.exchange)
                .answer(disturbing: call.faults)
        }
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        .bitstamp(refusal)
    }
}

/// The dialect of Bitstamp.
typealias BitstampDialect = MeteredDialect<BitstampVoice>
