import ChandlerCore
import Synchronization

/// Coinbase: time, products and candles of Advanced Trade and of Coinbase Exchange.
///
/// Both venues allow ten requests a second; here the configured limit of a minute is counted, for
/// both together, so that a test decides when it is used up. Rows of the file are served as they
/// stand, also those without volume, although the venue leaves such buckets out.
///
/// **Source:** Coinbase Advanced Trade API and Coinbase Exchange API; recorded answers for errors.
final class CoinbaseDialect: VenueDialect {
    private let meter: Mutex<WeightMeter>

    init(weightLimit: Int) {
        meter = Mutex(WeightMeter(limit: weightLimit))
    }

    func subject(of request: VenueRequest) -> RequestSubject? {
        guard let endpoint = CoinbaseEndpoint(path: request.path) else { return nil }
        guard case .candles(let product) = endpoint.resource else {
            return RequestSubject(path: request.path)
        }
        let query = CoinbaseCandleQuery(request.query, of: endpoint.api)
        return RequestSubject(
            path: request.path,
            asksForCandles: true,
            symbol: product.filter { $0 != "-" },
            interval: query.interval?.rawValue,
            start: query.start
        )
    }

    func answer(
        _ request: VenueRequest,
        in exchange: Exchange,
        refusing refusal: Refusal?,
        disturbing faults: [RowFault]
    ) -> Answer {
        guard let endpoint = CoinbaseEndpoint(path: request.path) else { return .notFound }
        let verdict = meter.withLock { $0.charge(1, at: .now) }
        if let refusal = refusal ?? verdict.coinbaseRefusal {
            return .coinbase(refusal, of: endpoint.api)
        }
        do throws(CoinbaseError) {
            switch endpoint.resource {
            case .time:
                return CoinbaseDialect.time(exchange.clock.now, endpoint.api)
            case .products:
                return try CoinbaseProducts(exchange).answer(endpoint.api)
            case .candles(let product):
                let query = CoinbaseCandleQuery(request.query, of: endpoint.api)
                return try CoinbaseCandles(product, query, endpoint.api, exchange)
                    .answer(disturbing: faults)
            }
        } catch {
            return error.answer(endpoint.api)
        }
    }

    func setUsedWeight(_ used: Int) {
        meter.withLock { $0.set(used: used) }
    }

    private static func time(_ now: Timestamp, _ api: CoinbaseEndpoint.API) -> Answer {
        let milliseconds = now.milliseconds
        let iso = Timestamp(milliseconds: milliseconds).description
        let thousandths = "\(1_000 + milliseconds % 1_000)".dropFirst()
        return switch api {
        case .advanced:
            Answer(
                text: "{\"iso\":\"\(iso)\",\"epochSeconds\":\"\(milliseconds / 1_000)\","
                    + "\"epochMillis\":\"\(milliseconds)\"}"
            )
        case .exchange:
            Answer(text: "{\"iso\":\"\(iso)\",\"epoch\":\(milliseconds / 1_000).\(thousandths)}")
        }
    }
}

extension WeightMeter.Verdict {
    fileprivate var coinbaseRefusal: Refusal? {
        switch self {
        case .admitted: nil
        case .exhausted(let seconds): .tooManyRequests(seconds: seconds)
        case .banned(let seconds): .banned(seconds: seconds)
        }
    }
}
