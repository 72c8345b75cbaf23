import ChandlerCore
import Synchronization

/// Bitstamp, API v2: `ohlc/{market}/`, `ticker/`, `markets/` and the older `trading-pairs-info/`.
///
/// The venue counts 400 requests a second and 10,000 in ten minutes; here the configured limit of a
/// minute is counted, so that a test decides when it is used up.
///
/// **Source:** Bitstamp HTTP API v2, "OHLC data", "Markets", "Request limits", "Response codes".
final class BitstampDialect: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        guard let endpoint = BitstampEndpoint(path: request.path) else { return nil }
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

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = BitstampEndpoint(path: request.path) else { return .notFound }
        guard request.path.hasSuffix("/") else { return .bitstampRedirect(request) }
        let verdict = meter.withLock { $0.charge(1, at: .now) }
        if let refusal = refusal ?? verdict.bitstampRefusal { return .bitstamp(refusal) }
        do throws(BitstampError) {
            switch endpoint {
            case .markets:
                return try BitstampMarkets(exchange).answer
            case .pairs:
                return try BitstampMarkets(exchange).olderAnswer
            case .tickers:
                return try BitstampTickers(exchange).answer
            case .ohlc(let market):
                return try BitstampOHLC(market, request.query, exchange)
                    .answer(disturbing: faults)
            }
        } catch {
            return error.answer
        }
    }

    func setUsedWeight(_ used: Int) {
        meter.withLock { $0.set(used: used) }
    }
}

/// The paths that are served; without the slash at the end they are redirected.
private enum BitstampEndpoint {
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

extension WeightMeter.Verdict {
    fileprivate var bitstampRefusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
