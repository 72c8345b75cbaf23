import ChandlerCore
import ChandlerStore

/// What of one answer can be stored.
///
/// Aggregators' parsers keep the rules already. They are looked at once more, because one candle
/// that breaks them would keep out all the others of its transaction.
struct PoolPage {
    /// The span the page answers for, inside what was asked.
    let range: TimeRange
    /// Candles that keep all rules, open times strictly ascending.
    let candles: [TokenCandle]
    /// Rows that are not stored.
    let rejects: [RejectEntry]

    /// Looks a page through.
    init(_ page: TokenCandlePage, asked: TimeRange, interval: Interval) {
        let range = page.range.intersection(asked) ?? TimeRange(asked.start, asked.start)
        var kept: [TokenCandle] = []
        kept.reserveCapacity(page.candles.count)
        var rejects = page.rejected.map { RejectEntry(row: $0, origin: page.origin) }
        for candle in page.candles {
            let candle = candle.withoutNegativeZeros
            if let rule = Self.fault(candle, after: kept.last, range, interval) {
                rejects.append(RejectEntry(row: candle.rejected(by: rule), origin: page.origin))
            } else {
                kept.append(candle)
            }
        }
        self.range = range
        self.candles = kept
        self.rejects = rejects
    }

    private static func fault(
        _ candle: TokenCandle,
        after last: TokenCandle?,
        _ range: TimeRange,
        _ interval: Interval
    ) -> CandleRule? {
        if let rule = candle.violation(interval: interval) { return rule }
        if !range.contains(candle.openTime) { return .outsideRequest }
        guard let last, candle.openTime <= last.openTime else { return nil }
        return candle.openTime == last.openTime ? .duplicateOpenTime : .notAscending
    }
}

extension TokenCandle {
    /// The same values; -0 and 0 are equal to the server, so which came first must not matter.
    fileprivate var withoutNegativeZeros: TokenCandle {
        TokenCandle(
            openTime: openTime,
            open: open + 0,
            high: high + 0,
            low: low + 0,
            close: close + 0,
            volume: volume.map { $0 + 0 }
        )
    }

    fileprivate func rejected(by rule: CandleRule) -> RejectedRow {
        let volume = volume.map { "\($0)" } ?? "null"
        let values = "\(open),\(high),\(low),\(close),\(volume)"
        return RejectedRow(
            openTime: openTime,
            rule: rule.rawValue,
            reason: "\(rule.words): open, high, low, close and volume were \(values)",
            payload: "[\"\(openTime)\",\(values)]"
        )
    }
}
