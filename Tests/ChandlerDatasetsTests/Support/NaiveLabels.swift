import ChandlerCore
import Glibc

/// Labels straight from their definition: every candle is looked up by its open time.
struct NaiveLabels {
    let interval: Interval
    let candles: [Timestamp: Candle]
    let atr14: [Timestamp: Double]
    let threshold: Double
    let barrier: Double

    init(
        _ candles: [Candle],
        atr14: [Double],
        interval: Interval,
        threshold: Double,
        barrier: Double
    ) {
        self.interval = interval
        self.candles = Dictionary(uniqueKeysWithValues: candles.map { ($0.openTime, $0) })
        self.atr14 = Dictionary(uniqueKeysWithValues: zip(candles.map(\.openTime), atr14))
        self.threshold = threshold
        self.barrier = barrier
    }

    func logReturn(_ openTime: Timestamp, _ horizon: Int) -> Double? {
        guard let now = candles[openTime],
            let later = candles[interval.advance(openTime, by: horizon)]
        else { return nil }
        return log(later.close.double / now.close.double)
    }

    func direction(_ openTime: Timestamp, _ horizon: Int) -> Double? {
        guard let value = logReturn(openTime, horizon) else { return nil }
        return abs(value) <= threshold ? 0 : value > 0 ? 1 : -1
    }

    func barrier(_ openTime: Timestamp, _ horizon: Int) -> Double? {
        guard let now = candles[openTime], let exact = atr14[openTime], !exact.isNaN else {
            return nil
        }
        let width = barrier * (TenDigits(exact)?.double ?? .nan)
        let path = (1...horizon).map { candles[interval.advance(openTime, by: $0)] }
        if path.contains(where: { $0 == nil }) { return nil }
        for candle in path.compactMap({ $0 }) {
            let isLow = candle.low.double <= now.close.double - width
            let isHigh = candle.high.double >= now.close.double + width
            if isLow { return -1 }
            if isHigh { return 1 }
        }
        return 0
    }
}
