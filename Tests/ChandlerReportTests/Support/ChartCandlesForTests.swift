import ChandlerCore
import TestSupport

/// Candles that tests of charts draw.
enum ChartTestCandles {
    static let start = Timestamp(seconds: 1_709_251_200)

    static func candle(
        _ openTime: Timestamp,
        _ open: Int64,
        _ high: Int64,
        _ low: Int64,
        _ close: Int64,
        unit: Int64 = 1_000_000,
        volume: Int64 = 100_000_000
    ) -> Candle {
        Candle(
            openTime: openTime,
            open: Price(raw: open * unit),
            high: Price(raw: high * unit),
            low: Price(raw: low * unit),
            close: Price(raw: close * unit),
            volume: Quantity(raw: Int128(volume))
        )
    }

    /// A walk of prices in steps of `unit`, with no candle at the places that are `missing`.
    static func walk(
        _ count: Int,
        interval: Interval = .minute,
        unit: Int64 = 1_000_000,
        base: Int64 = 100_000,
        seed: UInt64 = 7,
        missing: Set<Int> = []
    ) -> [Candle] {
        var generator = SeededGenerator(seed: seed)
        var candles: [Candle] = []
        var last = base
        for place in 0..<count {
            let reach = max(1, base / 200)
            let close = max(reach + 1, last + Int64.random(in: -reach...reach, using: &generator))
            let top = max(last, close) + Int64.random(in: 0...reach, using: &generator)
            let bottom = min(last, close) - Int64.random(in: 0...reach, using: &generator)
            if !missing.contains(place) {
                candles.append(
                    candle(
                        interval.advance(start, by: place),
                        last,
                        top,
                        max(1, bottom),
                        close,
                        unit: unit,
                        volume: Int64.random(in: 0...900_000_000, using: &generator)
                    )
                )
            }
            last = close
        }
        return candles
    }
}
