import ChandlerCore
import Synchronization

/// Bybit v5: `kline`, `instruments-info`, `tickers` and `time` below `/v5/market`.
///
/// Every symbol is there in every category. The venue counts 600 requests in five seconds; here the
/// configured limit of a minute is counted, so that a test decides when it is used up.
///
/// **Source:** Bybit API v5, "Get Kline", "Get Instruments Info", "Error Codes", "Rate Limit".
final class BybitDialect: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        guard let endpoint = BybitEndpoint(path: request.path) else { return nil }
        let interval = request.query["interval"].flatMap(BybitKlines.interval)
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .kline,
            symbol: request.query["symbol"],
            interval: interval?.rawValue,
            start: request.query["start"].flatMap { Int64($0) }
        )
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = BybitEndpoint(path: request.path) else { return .notFound }
        let verdict = meter.withLock { $0.charge(1, at: .now) }
        let now = exchange.clock.now
        if let refusal = refusal ?? verdict.bybitRefusal {
            return .bybit(refusal, limit: exchange.configuration.weightLimit, now: now)
        }
        do throws(BybitError) {
            switch endpoint {
            case .time:
                return .bybit(result: BybitDialect.time(now), now: now)
            case .instruments:
                return try BybitInstruments(request.query, exchange).answer
            case .kline:
                return try BybitKlines(request.query, exchange).answer(disturbing: faults)
            case .tickers:
                return try BybitTickers(request.query, exchange).answer
            }
        } catch {
            return .bybit(error, now: now)
        }
    }

    func setUsedWeight(_ used: Int) {
        meter.withLock { $0.set(used: used) }
    }

    private static func time(_ now: Timestamp) -> String {
        let seconds = now.milliseconds / 1_000
        return "{\"timeSecond\":\"\(seconds)\",\"timeNano\":\"\(now.microseconds)000\"}"
    }
}

/// The paths that are served.
private enum BybitEndpoint: String {
    case time
    case instruments = "instruments-info"
    case kline
    case tickers

    init?(path: String) {
        let prefix = "/v5/market/"
        guard path.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(path.dropFirst(prefix.count)))
    }
}

extension WeightMeter.Verdict {
    fileprivate var bybitRefusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
