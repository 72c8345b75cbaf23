import ChandlerCore
import Synchronization

/// Kraken spot: `OHLC`, `AssetPairs`, `Ticker` and `Time` below `/0/public`.
///
/// The venue counts about a request in a second; here the configured limit of a minute is counted,
/// so that a test decides when it is used up.
///
/// **Source:** Kraken REST API, "Get OHLC Data", "Get Tradable Asset Pairs", "Errors".
final class KrakenDialect: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    /// Rules that name a symbol mean requests that spell it `BTC/USD`.
    func subject(of request: VenueRequest) -> RequestSubject? {
        guard let endpoint = KrakenEndpoint(path: request.path) else { return nil }
        let minutes = request.query["interval"] ?? "1"
        let since = request.query["since"].flatMap { Int64($0) }
        let start = since?.addingReportingOverflow(1).partialValue
            .multipliedReportingOverflow(by: 1_000)
        return RequestSubject(
            path: request.path,
            asksForCandles: endpoint == .candles,
            symbol: request.query["pair"].map { $0.filter { $0 != "/" } },
            interval: KrakenCandles.intervals[minutes]?.rawValue,
            start: start.flatMap { $0.overflow ? nil : $0.partialValue }
        )
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = KrakenEndpoint(path: request.path) else { return .notFound }
        let verdict = meter.withLock { $0.charge(1, at: .now) }
        let now = exchange.clock.now
        if let refusal = refusal ?? verdict.krakenRefusal { return .kraken(refusal, now: now) }
        do throws(KrakenError) {
            switch endpoint {
            case .time:
                return .kraken(result: KrakenDialect.time(now))
            case .pairs:
                return try KrakenPairs(request.query, exchange).answer
            case .candles:
                return try KrakenCandles(request.query, exchange).answer(disturbing: faults)
            case .ticker:
                return try KrakenTickers(request.query, exchange).answer
            }
        } catch {
            return error.answer
        }
    }

    func setUsedWeight(_ used: Int) {
        meter.withLock { $0.set(used: used) }
    }

    /// The time as a number and, with two digits of the year, in words.
    private static func time(_ now: Timestamp) -> String {
        let date = HTTPDate.text(now)
        let words = "\(date.prefix(12))\(date.dropFirst(14).dropLast(3))+0000"
        return "{\"unixtime\":\(now.milliseconds / 1_000),\"rfc1123\":\"\(words)\"}"
    }
}

/// The paths that are served.
private enum KrakenEndpoint: String {
    case time = "Time"
    case pairs = "AssetPairs"
    case candles = "OHLC"
    case ticker = "Ticker"

    init?(path: String) {
        let prefix = "/0/public/"
        guard path.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(path.dropFirst(prefix.count)))
    }
}

extension WeightMeter.Verdict {
    fileprivate var krakenRefusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
