import ChandlerCore

/// Candles of a random walk with everything that makes loading hard: missing candles one by one
/// and by the month, flat and empty candles, huge volumes, fields that are absent.
struct RandomHistory {
    let interval: Interval
    let candles: [Candle]

    init(
        interval: Interval,
        start: Timestamp,
        slots: Int,
        holes: Bool = true,
        generator: inout SeededGenerator
    ) {
        self.interval = interval
        var candles: [Candle] = []
        var openTime = interval.ceiling(start)
        var close: Int64 = 10_000
        var hole = 0
        for slot in 0..<slots {
            if holes, hole == 0, generator.oneIn(40) {
                hole = generator.pick([1, 1, 2, 5, 40])
            }
            if hole > 0, slot > 0 {
                hole -= 1
            } else {
                candles.append(Self.candle(openTime, &close, &generator))
            }
            openTime = interval.close(of: openTime)
        }
        self.candles = candles
    }

    /// A candle that goes on from a close.
    static func candle(
        _ openTime: Timestamp,
        _ close: inout Int64,
        _ generator: inout SeededGenerator
    ) -> Candle {
        let open = close
        let kind = generator.int(0...9)
        let reach = kind == 0 ? 0 : kind == 1 ? 400 : 12
        close = max(50, open + Int64(generator.int(-reach...reach)))
        let high = max(open, close) + Int64(generator.int(0...reach))
        let low = max(1, min(open, close) - Int64(generator.int(0...reach)))
        let volume = kind < 2 ? 0 : Int128(generator.int(1...1_000_000_000)) * 12_345
        let isRich = generator.int(0...3) > 0
        return Candle(
            openTime: openTime,
            open: Price(raw: open * 1_000_003),
            high: Price(raw: high * 1_000_003),
            low: Price(raw: low * 1_000_003),
            close: Price(raw: close * 1_000_003),
            volume: Quantity(raw: generator.oneIn(50) ? volume * 1_000_000 : volume),
            quoteVolume: isRich ? Quantity(raw: volume * 3) : nil,
            tradeCount: isRich ? Int64(generator.int(0...5_000)) : nil,
            takerBuyVolume: isRich ? Quantity(raw: volume / 2) : nil
        )
    }

    /// The same candle with other values, as a venue sends it after a correction.
    static func revised(_ candle: Candle, _ generator: inout SeededGenerator) -> Candle {
        if generator.oneIn(4) {
            return Candle(
                openTime: candle.openTime,
                open: candle.open,
                high: candle.high,
                low: candle.low,
                close: candle.close,
                volume: Quantity(raw: candle.volume.raw + 1),
                quoteVolume: candle.quoteVolume,
                tradeCount: candle.tradeCount,
                takerBuyVolume: candle.takerBuyVolume
            )
        }
        var close = max(50, candle.close.raw / 1_000_003 + Int64(generator.int(-300...300)))
        let next = Self.candle(candle.openTime, &close, &generator)
        return next == candle ? revised(candle, &generator) : next
    }
}
