import ChandlerCore

/// Coinbase: time, products and candles of Advanced Trade and of Coinbase Exchange.
///
/// Both venues allow ten requests a second; here the configured limit of a minute is counted, for
/// both together, so that a test decides when it is used up. Rows of the file are served as they
/// stand, also those without volume, although the venue leaves such buckets out.
///
/// **Source:** Coinbase Advanced Trade API and Coinbase Exchange API; recorded answers for errors.
enum CoinbaseVoice: VenueVoice {
    static func endpoint(of request: VenueRequest) -> CoinbaseEndpoint? {
        CoinbaseEndpoint(path: request.path)
    }

    static func subject(of endpoint: CoinbaseEndpoint, _ request: VenueRequest) -> RequestSubject {
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

    static func answer(
        _ endpoint: CoinbaseEndpoint,
        to call: DialectCall
    ) throws(CoinbaseError) -> Answer {
        switch endpoint.resource {
        case .time:
            return time(call.now, endpoint.api)
        case .products:
            return try CoinbaseProducts(call.exchange).answer(endpoint.api)
        case .candles(let product):
            let query = CoinbaseCandleQuery(call.query, of: endpoint.api)
            return try CoinbaseCandles(product, query, endpoint.api, call.exchange)
                .answer(disturbing: call.faults)
        }
    }

    static func tell(_ failure: CoinbaseError, _ call: DialectCall) -> Answer {
        failure.answer(CoinbaseEndpoint.API(of: call.request.path))
    }

    static func refuse(_ refusal: Refusal, _ call: DialectCall) -> Answer {
        .coinbase(refusal, of: CoinbaseEndpoint.API(of: call.request.path))
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

/// The dialect of Coinbase.
typealias CoinbaseDialect = MeteredDialect<CoinbaseVoice>
