import ChandlerCore

/// A candle of any kind, whose rules can be asked for.
protocol JudgedCandle {
    var openTime: Timestamp { get }
    func violation(interval: Interval) -> CandleRule?
}

extension Candle: JudgedCandle {}
extension TokenCandle: JudgedCandle {}

/// What is wrong with candles that were read, or nil.
func problem<Judged: JudgedCandle>(
    _ candles: [Judged],
    _ interval: Interval,
    _ range: TimeRange,
    closedBefore: Timestamp
) -> String? {
    for (last, next) in zip(candles, candles.dropFirst()) where last.openTime >= next.openTime {
        return "open times do not ascend"
    }
    for candle in candles {
        if let rule = candle.violation(interval: interval) { return rule.rawValue }
        if !range.contains(candle.openTime) { return "a candle lies outside the range" }
        if interval.close(of: candle.openTime) > closedBefore { return "a forming candle was kept" }
    }
    return nil
}
