import ChandlerCore
import Synchronization

/// KuCoin spot: `market/candles`, `market/allTickers` and `timestamp` below `/api/v1`, and
/// `/api/v2/symbols`.
///
/// The venue counts 2000 points in 30 seconds; here the configured limit of a minute is counted, so
/// that a test decides when it is used up.
///
/// **Source:** KuCoin API, "Get Klines", "Get All Symbols", "Get Server Time", "Rate Limit".
final class KuCoinDialect: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        guard let endpoint = KuCoinEndpoint(rawValue: request.path) else { return nil }
        let start = request.query["startAt"].flatMap { Int64($0) }
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .candles,
            symbol: request.query["symbol"]?.filter { $0 != "-" },
            interval: request.query["type"].flatMap(KuCoinCandles.interval)?.rawValue,
            start: start.map { $0.multipliedReportingOverflow(by: 1_000).partialValue }
        )
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = KuCoinEndpoint(rawValue: request.path) else { return .notFound }
        let (verdict, used) = meter.withLock { meter in
            (meter.charge(endpoint.weight, at: .now), meter.used)
        }
        let limit = exchange.configuration.weightLimit
        let refusal = refusal ?? verdict.kucoinRefusal
        var answer =
            refusal.map { Answer.kucoin($0) }
            ?? self.answer(endpoint, to: request, in: exchange, disturbing: faults)
        answer.headers += [
            ("gw-ratelimit-limit", "\(limit)"),
            ("gw-ratelimit-remaining", "\(max(0, limit - used))"),
            ("gw-ratelimit-reset", "\((refusal?.seconds ?? 30) * 1_000)"),
        ]
        return answer
    }

    func setUsedWeight(_ used: Int) {
        meter.withLock { $0.set(used: used) }
    }

    private func answer(
        _ endpoint: KuCoinEndpoint,
        to request: VenueRequest,
        in exchange: Exchange,
        disturbing faults: [RowFault]
    ) -> Answer {
        do throws(KuCoinError) {
            switch endpoint {
            case .time: return .kucoin(data: "\(exchange.clock.now.milliseconds)")
            case .symbols: return try KuCoinSymbols(exchange).answer
            case .candles:
                return try KuCoinCandles(request.query, exchange).answer(disturbing: faults)
            case .tickers: return try KuCoinTickers(exchange).answer
            }
        } catch {
            return error.answer
        }
    }
}

/// The paths that are served and what each counts.
private enum KuCoinEndpoint: String {
    case candles = "/api/v1/market/candles"
    case symbols = "/api/v2/symbols"
    case time = "/api/v1/timestamp"
    case tickers = "/api/v1/market/allTickers"

    var weight: Int {
        switch self {
        case .candles, .time: 3
        case .symbols: 4
        case .tickers: 15
        }
    }
}

extension Refusal {
    /// How long it lasts, where it says so.
    fileprivate var seconds: Int? {
        switch self {
        case .tooManyRequests(let seconds), .banned(let seconds): seconds
        case .forbidden, .blockedCountry, .internalError, .maintenance: nil
        }
    }
}

extension WeightMeter.Verdict {
    fileprivate var kucoinRefusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
