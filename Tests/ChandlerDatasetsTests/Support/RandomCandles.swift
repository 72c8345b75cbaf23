import ChandlerCore

/// Candles with everything that labels have to cope with: holes, ties, flat and very wide candles.
enum RandomCandles {
    static func make(
        seed: UInt64,
        count: Int,
        interval: Interval = .minute,
        from start: Timestamp,
        holes: Bool = true
    ) -> [Candle] {
        var generator = SeededGenerator(seed: seed)
        var candles: [Candle] = []
        var openTime = interval.ceiling(start)
        var close: Int64 = 10_000
        while candles.count < count {
            if holes, Int.random(in: 0..<60, using: &generator) == 0 {
                let missing = Int.random(
                    in: 1...(Bool.random(using: &generator) ? 3 : 90),
                    using: &generator
                )
                openTime = interval.advance(openTime, by: missing)
            }
            candles.append(candle(openTime, &close, &generator))
            openTime = interval.close(of: openTime)
        }
        return candles
    }

    private static func candle(
        _ openTime: Timestamp,
        _ close: inout Int64,
        _ generator: inout SeededGenerator
    ) -> Candle {
        let open = close
        let kind = Int.random(in: 0..<20, using: &generator)
        // Prices move in whole ticks of 0.01, so that equal closes are common.
        let reach: Int64 = kind == 0 ? 0 : kind == 1 ? 90 : 6
        close = max(100, open + Int64.random(in: -reach...reach, using: &generator))
        let high = max(open, close) + Int64.random(in: 0...reach, using: &generator)
        let low = max(1, min(open, close) - Int64.random(in: 0...reach, using: &generator))
        let volume = kind < 3 ? 0 : Int64.random(in: 1...1_000_000_000, using: &generator)
        return Candle(
            openTime: openTime,
            open: Price(raw: open * 1_000_000),
            high: Price(raw: high * 1_000_000),
            low: Price(raw: low * 1_000_000),
            close: Price(raw: close * 1_000_000),
            volume: Quantity(raw: Int128(volume))
        )
    }
}
