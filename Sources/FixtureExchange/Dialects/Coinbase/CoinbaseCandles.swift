import ChandlerCore

/// `GET .../products/{id}/candles` of either API: both ends included, newest first.
struct CoinbaseCandles {
    private let api: CoinbaseEndpoint.API
    private let exchange: Exchange
    private let file: CandleFile?
    private let query: CandleQuery

    init(
        _ product: String,
        _ query: CoinbaseCandleQuery,
        _ api: CoinbaseEndpoint.API,
        _ exchange: Exchange
    ) throws(CoinbaseError) {
        guard let symbol = CoinbaseProducts.symbol(of: product, in: exchange) else {
            throw .unknown(product, api)
        }
        guard let interval = query.interval else { throw .badGranularity }
        self.api = api
        self.exchange = exchange
        self.query =
            switch api {
            case .advanced: try Self.advanced(query, interval)
            case .exchange: try Self.exchange(query, interval)
            }
        file = try CoinbaseError.reading(try exchange.file(symbol: symbol, interval: interval))
    }

    func answer(disturbing faults: [RowFault]) -> Answer {
        guard let file else { return Answer(text: text(of: [])) }
        var pages = [exchange.page(query, of: file, disturbing: faults)]
        if let surplus = surplus(pages[0], file, faults) { pages.append(surplus) }
        return Answer(text: text(of: pages))
    }

    /// Both ends are required, and 350 candles are one too many.
    private static func advanced(
        _ query: CoinbaseCandleQuery,
        _ interval: Interval
    ) throws(CoinbaseError) -> CandleQuery {
        guard let start = query.start, let end = query.end else { throw .noRange }
        guard start <= end else { throw .badRange }
        guard steps(start, end, interval) < 349 else { throw .tooMany }
        return CandleQuery(from: start, through: end, limit: 350, keep: .newest)
    }

    /// One end alone counts as none, which brings the newest 350 rows.
    private static func exchange(
        _ query: CoinbaseCandleQuery,
        _ interval: Interval
    ) throws(CoinbaseError) -> CandleQuery {
        guard let start = query.start, let end = query.end else {
            return CandleQuery(limit: 350, keep: .newest)
        }
        guard start <= end else { throw .badRange }
        guard steps(start, end, interval) <= 300 else { throw .tooWide }
        return CandleQuery(from: start, through: end, limit: 301, keep: .newest)
    }

    private static func steps(_ start: Int64, _ end: Int64, _ interval: Interval) -> Int64 {
        let length = (interval.fixedMicroseconds ?? 1) / 1_000
        let (span, overflow) = end.subtractingReportingOverflow(start)
        return overflow ? .max : span / length
    }

    /// The row before the start, which slips in where nothing was traded at the start.
    private func surplus(
        _ page: CandlePage,
        _ file: CandleFile,
        _ faults: [RowFault]
    ) -> CandlePage? {
        let opens = page.rows.indices.map { page.openTime(at: $0) }
        guard api == .exchange, query.from > .min, !opens.contains(query.from) else { return nil }
        let before = CandleQuery(through: query.from - 1, limit: 1, keep: .newest)
        let lasting = faults.filter {
            switch $0 {
            case .hide, .revise: true
            case .duplicate, .swapped, .reversed: false
            }
        }
        return exchange.page(before, of: file, disturbing: lasting)
    }

    private func text(of pages: [CandlePage]) -> String {
        let rows = pages.flatMap { page in
            page.rows.indices.reversed().map { position in
                let row = CoinbaseRow(page.texts(at: position))
                // Sums of floats carry noise now and then.
                return api == .advanced
                    ? row.object : row.numbers(noisy: page.rows[position].index % 4 == 1)
            }
        }
        let list = "[" + rows.joined(separator: ",") + "]"
        return api == .advanced ? "{\"candles\":\(list)}" : list
    }
}
