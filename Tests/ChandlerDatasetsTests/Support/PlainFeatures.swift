import ChandlerCore
import ChandlerIndicators

/// Three features in their most obvious form, for tests that are not about indicators.
struct PlainFeatures {
    static let names = ["sma_20", "atr_14", "vwap_2"]

    let frame: IndicatorFrame
    let atr14: [Double]

    init(_ candles: [Candle]) {
        let closes = candles.map(\.close.double)
        var ranges: [Double] = []
        for (index, candle) in candles.enumerated() {
            let previous = closes[max(0, index - 1)]
            ranges.append(
                max(candle.high.double, previous) - min(candle.low.double, previous)
            )
        }
        atr14 = Self.sliding(candles.count, 14, from: 14) { ranges[$0].reduce(0, +) / 14 }
        let mean = Self.sliding(candles.count, 20, from: 19) { closes[$0].reduce(0, +) / 20 }
        let weighted = Self.sliding(candles.count, 2, from: 1) { rows in
            let volume = candles[rows].reduce(0) { $0 + $1.volume.double }
            let turnover = candles[rows].reduce(0) { $0 + $1.volume.double * $1.close.double }
            return volume > 0 ? turnover / volume : .nan
        }
        frame = IndicatorFrame(count: candles.count, columns: [mean, atr14, weighted])
    }

    private static func sliding(
        _ count: Int,
        _ period: Int,
        from first: Int,
        _ value: (Range<Int>) -> Double
    ) -> [Double] {
        (0..<count).map { $0 < first ? .nan : value(($0 - period + 1)..<($0 + 1)) }
    }
}
