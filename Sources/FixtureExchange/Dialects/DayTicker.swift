import ChandlerCore

/// What was traded of a symbol up to the exchange's clock, from its shortest candles.
///
/// Candles count that closed in the span; a row whose numbers cannot be read is passed over.
struct DayTicker: Sendable {
    let symbol: String
    /// When the span begins.
    let start: Timestamp
    /// When it ends: the exchange's clock.
    let end: Timestamp
    private(set) var open = Price(raw: 0)
    private(set) var high = Price(raw: 0)
    private(set) var low = Price(raw: 0)
    /// The last price, also where it is older than the span.
    private(set) var last = Price(raw: 0)
    private(set) var volume = Quantity(raw: 0)
    private(set) var quoteVolume = Quantity(raw: 0)
    private(set) var tradeCount: Int64 = 0

    /// A ticker from a moment on; `nil` where no candle of the symbol is complete yet.
    init?(
        of symbol: String,
        since start: Timestamp,
        in exchange: Exchange
    ) throws(FixtureExchangeError) {
        let interval = Interval.allCases.first {
            exchange.store.holds(CandleFileName(symbol: symbol, interval: $0))
        }
        guard let interval, let file = try exchange.store.file(symbol: symbol, interval: interval)
        else { return nil }
        self.symbol = symbol
        self.start = start
        end = exchange.clock.now
        let complete = DayTicker.complete(file, since: start, before: end)
        guard let newest = complete.last else { return nil }
        let page = CandlePage(file: file, rows: complete.map { .init(index: Int32($0)) })
        last = Candle(page.texts(at: newest - complete.lowerBound))?.close ?? last
        (open, high, low) = (last, last, last)
        var isFirst = true
        for position in page.rows.indices {
            let opened = Timestamp(milliseconds: page.openTime(at: position))
            guard interval.close(of: opened) > start, let row = Candle(page.texts(at: position))
            else { continue }
            add(row, isFirst: isFirst)
            isFirst = false
        }
    }

    /// The volume-weighted average price; 0 where nothing was traded.
    var average: Price {
        guard volume.raw > 0 else { return Price(raw: 0) }
        return Price(raw: Int64(clamping: quoteVolume.raw * 100_000_000 / volume.raw))
    }

    /// The change of the price in the span, as a fraction.
    var change: Price {
        guard open.raw > 0 else { return Price(raw: 0) }
        let difference = Int128(last.raw) - Int128(open.raw)
        return Price(raw: Int64(clamping: difference * 100_000_000 / Int128(open.raw)))
    }

    /// The volume times the last price.
    var valueAtLast: Quantity { DayTicker.value(volume, last) }

    private mutating func add(_ row: Candle, isFirst: Bool) {
        if isFirst { (open, high, low) = (row.open, row.high, row.low) }
        high = max(high, row.high)
        low = min(low, row.low)
        volume = Quantity(raw: volume.raw + row.volume.raw)
        quoteVolume = Quantity(raw: quoteVolume.raw + row.quoteVolume.raw)
        tradeCount += row.tradeCount
    }

    /// The rows that closed by a moment: those of the span, some before it, and one at least.
    private static func complete(
        _ file: CandleFile,
        since start: Timestamp,
        before end: Timestamp
    ) -> Range<Int> {
        let interval = file.name.interval
        let length = (interval.fixedMicroseconds ?? 31 * Timestamp.microsecondsPerDay) / 1_000
        let first = file.firstRow(atOrAfter: start.milliseconds - length)
        var limit = file.firstRow(atOrAfter: end.milliseconds)
        while limit > 0,
            interval.close(of: Timestamp(milliseconds: file.openTime(of: limit - 1))) > end
        {
            limit -= 1
        }
        return min(max(0, limit - 1), first)..<limit
    }

    fileprivate static func value(_ volume: Quantity, _ price: Price) -> Quantity {
        let (value, overflow) = volume.raw.multipliedReportingOverflow(by: Int128(price.raw))
        return Quantity(raw: overflow ? 0 : value / 100_000_000)
    }
}

/// The numbers of a row, read for summing.
private struct Candle {
    let open: Price
    let high: Price
    let low: Price
    let close: Price
    let volume: Quantity
    /// As the file has it; where it has none, the volume times the last price.
    let quoteVolume: Quantity
    let tradeCount: Int64

    init?(_ texts: [CandleField: [UInt8]]) {
        func price(_ field: CandleField) -> Price? {
            texts[field].flatMap { text in
                text.withUnsafeBufferPointer { try? Price(parsing: $0) }
            }
        }
        func quantity(_ field: CandleField) -> Quantity? {
            texts[field].flatMap { text in
                text.withUnsafeBufferPointer { try? Quantity(parsing: $0) }
            }
        }
        guard let open = price(.open), let high = price(.high), let low = price(.low),
            let close = price(.close), let volume = quantity(.volume)
        else { return nil }
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        quoteVolume = quantity(.quoteVolume) ?? DayTicker.value(volume, close)
        tradeCount = texts[.tradeCount].flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
    }
}

extension Exchange {
    /// The tickers of all symbols that have any, over the 24 hours before the clock.
    func dayTickers() throws(FixtureExchangeError) -> [DayTicker] {
        let start = Timestamp(milliseconds: clock.now.milliseconds - 86_400_000)
        var tickers: [DayTicker] = []
        for symbol in store.symbols {
            if let ticker = try DayTicker(of: symbol, since: start, in: self) {
                tickers.append(ticker)
            }
        }
        return tickers
    }
}
