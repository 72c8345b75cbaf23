import ChandlerCore
package import ChandlerHTTP

/// Reads pages of Binance klines: each row becomes a candle, a rejected row, or is still forming.
///
/// For one task at a time; memory is reused from page to page.
///
/// **Doubts, and how they are read:** A close time other than one millisecond (microsecond) before
/// the next open is rejected with its payload, because the row then says it is of another interval
/// than was asked for; the documentation's own example passes as the week it spans. Whether a
/// time counts milliseconds or microseconds is decided for each field by its magnitude. Decimals
/// other than zeros after the eighth are rejected, never rounded. Nothing of a running candle but
/// its open time is looked at, since it will be sent again.
package struct BinanceParser: Sendable {
    private let walker = RowWalker()

    /// Makes a parser with memory of its own.
    package init() {}

    /// Reads one answer.
    ///
    /// - Throws: ``JSONFault`` where the answer as a whole is no page of rows.
    package func parse(_ body: HTTPBody, scope: PageScope) throws(JSONFault) -> ParsedPage {
        try walker.walk(body, columns: BinanceKline.columns) { rows in
            var assembly = PageAssembly(scope: scope, rows: rows.count)
            for index in 0..<rows.count {
                var openTime: Timestamp?
                do throws(RowFault) {
                    let kline = try Self.kline(rows, index)
                    let open = try Self.time(kline, .openTime)
                    openTime = open
                    try Self.checkGrid(kline, open, scope.interval)
                    guard try assembly.admits(open) else { continue }
                    assembly.append(
                        try Self.candle(kline, openTime: open, interval: scope.interval),
                        row: index
                    )
                } catch {
                    assembly.reject(error, openTime: openTime, payload: rows.text(ofRow: index))
                }
            }
            return assembly.finish { row, _ in rows.text(ofRow: row) }
        }
    }

    @inline(__always)
    private static func kline(_ rows: JSONRows, _ index: Int) throws(RowFault) -> BinanceKline {
        guard rows.columns(ofRow: index) == BinanceKline.columns else {
            throw wrongShape(rows.columns(ofRow: index))
        }
        return BinanceKline(row: rows[index])
    }

    @inline(__always)
    private static func checkGrid(
        _ kline: BinanceKline,
        _ openTime: Timestamp,
        _ interval: Interval
    ) throws(RowFault) {
        guard interval.isAligned(openTime) else { throw offGrid(kline, openTime, interval) }
    }

    @inline(__always)
    private static func time(
        _ kline: BinanceKline,
        _ column: BinanceKline.Column
    ) throws(RowFault) -> Timestamp {
        guard let moment = VenueTime.timestamp(try kline.integer(column)) else {
            throw RowFault(
                rule: FieldFault.decimal(.outOfRange).rule,
                reason: "\(kline.values(column)) is outside the years 0001 to 9999"
            )
        }
        return moment
    }

    @inline(__always)
    private static func candle(
        _ kline: BinanceKline,
        openTime: Timestamp,
        interval: Interval
    ) throws(RowFault) -> Candle {
        let closeTime = try kline.integer(.closeTime)
        let candle = Candle(
            openTime: openTime,
            open: try kline.price(.open),
            high: try kline.price(.high),
            low: try kline.price(.low),
            close: try kline.price(.close),
            volume: try kline.quantity(.volume),
            quoteVolume: try kline.quantity(.quoteVolume),
            tradeCount: try kline.integer(.tradeCount),
            takerBuyVolume: try kline.quantity(.takerBuyVolume)
        )
        let last = VenueTime.timestamp(closeTime).map { $0 + VenueTime.unit(closeTime) }
        guard last == interval.close(of: openTime) else {
            throw closeMismatch(kline, openTime, interval)
        }
        if let rule = candle.violation(interval: interval) { throw violation(kline, rule) }
        return candle
    }
}

// Reasons, apart from the hot path.
extension BinanceParser {
    @inline(never)
    private static func wrongShape(_ columns: Int?) -> RowFault {
        let found = columns.map { "was an array of \($0) fields" } ?? "was no array"
        return RowFault(
            rule: "wrong_shape",
            reason: "the row \(found), an array of \(BinanceKline.columns) was expected"
        )
    }

    @inline(never)
    private static func offGrid(
        _ kline: BinanceKline,
        _ openTime: Timestamp,
        _ interval: Interval
    ) -> RowFault {
        RowFault(
            rule: CandleRule.openTimeOffGrid.rawValue,
            reason: "\(CandleRule.openTimeOffGrid.words): \(kline.values(.openTime)) is "
                + "\(openTime), the interval is \(interval.rawValue)"
        )
    }

    @inline(never)
    private static func closeMismatch(
        _ kline: BinanceKline,
        _ openTime: Timestamp,
        _ interval: Interval
    ) -> RowFault {
        RowFault(
            rule: "close_time_mismatch",
            reason:
                "\(kline.values(.closeTime)) is not the last moment of the \(interval.rawValue) "
                + "candle that opens at \(openTime) and closes at \(interval.close(of: openTime))"
        )
    }

    @inline(never)
    private static func violation(_ kline: BinanceKline, _ rule: CandleRule) -> RowFault {
        let values =
            switch rule {
            case .negativeVolume: kline.values(.volume, .quoteVolume, .takerBuyVolume)
            case .negativeTradeCount: kline.values(.tradeCount)
            default: kline.values(.open, .high, .low, .close)
            }
        return RowFault(rule: rule.rawValue, reason: "\(rule.words): \(values)")
    }
}
