import ChandlerCore
import NIOCore

/// `GET /api/v3/klines`: rows of twelve, oldest first.
struct BinanceKlines {
    private let parameters: BinanceKlinesParameters
    private let unit: BinanceTimeUnit
    private let exchange: Exchange

    init(_ request: VenueRequest, _ exchange: Exchange) throws(BinanceError) {
        unit = try BinanceTimeUnit(of: request)
        parameters = try BinanceKlinesParameters(request.query)
        self.exchange = exchange
        guard exchange.store.hasSymbol(parameters.symbol) else { throw .unknownSymbol }
    }

    /// The page; empty where there is no file of that interval, since nothing is resampled.
    ///
    /// For the same reason a `timeZone` that shifts days gives no candles of a day or longer.
    func answer(disturbing faults: [RowFault]) throws(BinanceError) -> Answer {
        let file = try BinanceError.reading(
            try exchange.store.file(
                symbol: parameters.symbol,
                interval: parameters.interval
            )
        )
        let isShifted = parameters.shiftsDays && parameters.interval.isDayOrLonger
        guard let file, !isShifted else { return Answer(text: "[]") }
        let page = exchange.page(parameters.query, of: file, disturbing: faults)
        return Answer(body: body(of: page))
    }

    private func body(of page: CandlePage) -> ByteBuffer {
        let columns = BinanceKlineColumns(page.file)
        let capacity = page.textSize + page.rows.count * BinanceKlineColumns.overhead + 2
        return PageWriter.buffer(capacity: capacity) { writer in
            writer.append(UInt8(ascii: "["))
            page.write(to: &writer) { line, index, edit, writer in
                columns.write(line, at: index, edit, unit, to: &writer)
            }
            writer.append(UInt8(ascii: "]"))
        }
    }
}

extension Interval {
    /// Whether a time zone moves the moments at which candles of this length open.
    fileprivate var isDayOrLonger: Bool {
        (fixedMicroseconds ?? .max) >= Timestamp.microsecondsPerDay
    }
}
