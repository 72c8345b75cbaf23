import ChandlerCore
import Synchronization

/// Gate spot, API v4: `candlesticks`, `currency_pairs`, `tickers` and `time` below `/api/v4/spot`.
///
/// The venue counts 200 requests in ten seconds for each path; here the configured limit of a
/// minute is counted for all of them, so that a test decides when it is used up.
///
/// **Source:** Gate API v4, "Market candlesticks", "List all currency pairs supported", "Get server
/// current time", "Rate limit".
final class GateDialect: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        guard let endpoint = GateEndpoint(path: request.path) else { return nil }
        let interval = request.query["interval"].flatMap(GateCandlesticks.interval)
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .candlesticks,
            symbol: request.query["currency_pair"].map { $0.filter { $0 != "_" } },
            interval: interval?.rawValue,
            start: request.query["from"].flatMap { Int64($0) }.map { $0 &* 1_000 }
        )
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = GateEndpoint(path: request.path) else { return .notFound }
        let verdict = meter.withLock { $0.charge(1, at: .now) }
        let now = exchange.clock.now
        if let refusal = refusal ?? verdict.gateRefusal {
            return .gate(refusal, limit: exchange.configuration.weightLimit, now: now)
        }
        do throws(GateError) {
            switch endpoint {
            case .time:
                return Answer(text: "{\"server_time\":\(now.milliseconds)}")
            case .pairs:
                return try GateCurrencyPairs(exchange).answer
            case .pair(let name):
                return try GateCurrencyPairs(exchange).answer(of: name)
            case .candlesticks:
                return try GateCandlesticks(request.query, exchange).answer(disturbing: faults)
            case .tickers:
                return try GateTickers(request.query, exchange).answer
            }
        } catch {
            return error.answer
        }
    }

    func setUsedWeight(_ used: Int) {
        meter.withLock { $0.set(used: used) }
    }
}

/// The paths that are served.
private enum GateEndpoint: Equatable {
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

extension WeightMeter.Verdict {
    fileprivate var gateRefusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
