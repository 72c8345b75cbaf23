import ChandlerCore
import ChandlerIndicators
import ChandlerPipeline

/// Candles without surprises, for tests that bring their own.
enum Plain {
    /// A candle whose values say which slot it stands in.
    static func candle(_ openTime: Timestamp, _ slot: Int) -> Candle {
        let close = Int64(100 + (slot * 7) % 13) * 100_000_000
        return Candle(
            openTime: openTime,
            open: Price(raw: close),
            high: Price(raw: close + 300_000_000),
            low: Price(raw: close - 300_000_000),
            close: Price(raw: close + 100_000_000),
            volume: Quantity(raw: Int128(slot + 1) * 100_000_000)
        )
    }

    /// Candles for every slot of a span but some.
    static func candles(
        _ interval: Interval,
        from start: Timestamp,
        to end: Timestamp,
        without missing: Set<Timestamp> = []
    ) -> [Candle] {
        var candles: [Candle] = []
        var openTime = start
        var slot = 0
        while openTime < end {
            if !missing.contains(openTime) { candles.append(candle(openTime, slot)) }
            openTime = interval.close(of: openTime)
            slot += 1
        }
        return candles
    }

    /// The same candle with another close and volume.
    static func revised(_ candle: Candle) -> Candle {
        Candle(
            openTime: candle.openTime,
            open: candle.open,
            high: candle.high,
            low: candle.low,
            close: Price(raw: candle.close.raw - 50_000_000),
            volume: Quantity(raw: candle.volume.raw * 3)
        )
    }

    /// The same candle with another volume only.
    static func withMoreVolume(_ candle: Candle) -> Candle {
        Candle(
            openTime: candle.openTime,
            open: candle.open,
            high: candle.high,
            low: candle.low,
            close: candle.close,
            volume: Quantity(raw: candle.volume.raw + 1)
        )
    }
}

extension InMemoryVenue {
    /// Adds candles of a series.
    func add(_ candles: [Candle], to series: SeriesID) {
        change(series) { book in
            for candle in candles { book.candles[candle.openTime] = candle }
        }
    }

    /// Changes one candle.
    func revise(_ series: SeriesID, at text: String, _ body: (Candle) -> Candle) throws {
        let time = try moment(text)
        change(series) { book in book.candles[time] = book.candles[time].map(body) }
    }
}

extension IngestOptions<SeriesID> {
    /// Options from texts.
    init(
        _ series: SeriesID,
        _ from: String,
        _ to: String? = nil,
        indicators: String = "ema_12,obv,log_return",
        overlap: Int = 3,
        refetch: Bool = false,
        recompute: Bool = false
    ) throws {
        self.init(
            series: series,
            from: try moment(from),
            to: try to.map { try moment($0) },
            indicators: try IndicatorSet(parsing: indicators),
            overlap: overlap,
            refetch: refetch,
            recompute: recompute
        )
    }
}
