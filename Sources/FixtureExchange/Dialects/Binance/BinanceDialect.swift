import ChandlerCore
import NIOCore
import Synchronization

/// Binance spot over REST: `ping`, `time`, `exchangeInfo`, `klines` and `ticker/24hr` below
/// `/api/v3`.
///
/// `uiKlines` (altered data) and the retired `/api/v1` are left out on purpose: a client that
/// uses them gets 404.
///
/// **Source:** binance/binance-spot-api-docs, `rest-api.md` and `errors.md`.
final class BinanceDialect: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        guard let endpoint = BinanceEndpoint(path: request.path) else { return nil }
        let start = request.query["startTime"].flatMap { Int64($0) }
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .klines,
            symbol: request.query["symbol"],
            interval: request.query["interval"],
            start: start.map(BinanceTimeUnit.milliseconds)
        )
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = BinanceEndpoint(path: request.path) else { return .notFound }
        let (verdict, used) = meter.withLock { meter in
            (meter.charge(endpoint.weight, at: .now), meter.used)
        }
        let now = exchange.clock.now
        var answer: Answer
        if let refusal = refusal ?? verdict.refusal {
            let limit = exchange.configuration.weightLimit
            answer = .binance(refusal, limit: limit, now: now)
        } else {
            answer = self.answer(endpoint, to: request, in: exchange, disturbing: faults)
        }
        answer.headers.append(("X-MBX-USED-WEIGHT", "\(used)"))
        answer.headers.append(("X-MBX-USED-WEIGHT-1M", "\(used)"))
        return answer
    }

    func setUsedWeight(_ used: Int) {
        meter.withLock { $0.set(used: used) }
    }

    private func answer(
        _ endpoint: BinanceEndpoint,
        to request: VenueRequest,
        in exchange: Exchange,
        disturbing faults: [RowFault]
    ) -> Answer {
        do throws(BinanceError) {
            switch endpoint {
            case .ping:
                return Answer(text: "{}")
            case .time:
                let unit = try BinanceTimeUnit(of: request)
                return Answer(text: "{\"serverTime\":\(unit.number(exchange.clock.now))}")
            case .exchangeInfo:
                return try BinanceExchangeInfo(request, exchange).answer
            case .klines:
                return try BinanceKlines(request, exchange).answer(disturbing: faults)
            case .ticker:
                return try BinanceTickers(request, exchange).answer
            }
        } catch {
            return error.answer
        }
    }
}

/// The paths that are served and what each counts.
private enum BinanceEndpoint: String {
    case ping
    case time
    case exchangeInfo
    case klines
    case ticker = "ticker/24hr"

    init?(path: String) {
        let prefix = "/api/v3/"
        guard path.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(path.dropFirst(prefix.count)))
    }

    var weight: Int {
        switch self {
        case .ping, .time: 1
        case .exchangeInfo: 20
        case .klines: 2
        // Of one symbol it is less; it is not asked for so.
        case .ticker: 80
        }
    }
}

extension WeightMeter.Verdict {
    fileprivate var refusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
