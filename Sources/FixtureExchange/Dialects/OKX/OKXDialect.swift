import ChandlerCore
import Synchronization

/// OKX v5: `market/history-candles`, `market/candles`, `market/tickers`, `public/instruments` and
/// `public/time`.
///
/// Every symbol is there as a pair of coins and as a perpetual future. The venue counts 20 requests
/// in two seconds; here the configured limit of a minute is counted, so that a test decides when
/// it is used up.
///
/// **Source:** OKX API v5, "Get candlesticks history", "Get instruments", "Error Code".
final class OKXDialect: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        guard let endpoint = OKXEndpoint(rawValue: request.path) else { return nil }
        let before = request.query["before"].flatMap { Int64($0) }
        return RequestSubject(
            path: request.path,
            asksForCandles: [.history, .recent].contains(endpoint),
            symbol: request.query["instId"].flatMap { OKXInstrument(name: $0)?.symbol },
            interval: request.query["bar"].flatMap(OKXBar.interval)?.rawValue,
            start: before.flatMap { $0 < .max ? $0 + 1 : nil }
        )
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = OKXEndpoint(rawValue: request.path) else { return .notFound }
        let verdict = meter.withLock { $0.charge(1, at: .now) }
        if let refusal = refusal ?? verdict.okxRefusal { return .okx(refusal) }
        do throws(OKXError) {
            switch endpoint {
            case .time:
                return .okx(data: "{\"ts\":\"\(exchange.clock.now.milliseconds)\"}")
            case .instruments:
                return try OKXInstruments(request.query, exchange).answer
            case .tickers:
                return try OKXTickers(request.query, exchange).answer
            case .history, .recent:
                let isRecent = endpoint == .recent
                return try OKXCandles(request.query, isRecent: isRecent, exchange)
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

/// The paths that are served.
private enum OKXEndpoint: String {
    case time = "/api/v5/public/time"
    case instruments = "/api/v5/public/instruments"
    case history = "/api/v5/market/history-candles"
    case recent = "/api/v5/market/candles"
    case tickers = "/api/v5/market/tickers"
}

extension WeightMeter.Verdict {
    fileprivate var okxRefusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
