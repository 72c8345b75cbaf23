import ChandlerCore

/// A candle as it is drawn, of an exchange or of a pool.
struct ChartCandle: Sendable, Hashable {
    let openTime: Timestamp
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    /// NaN where it is not known.
    let volume: Double

    var isUp: Bool { close >= open }
}

extension ChartCandle {
    init(_ candle: Candle) {
        self.init(
            openTime: candle.openTime,
            open: candle.open.double,
            high: candle.high.double,
            low: candle.low.double,
            close: candle.close.double,
            volume: candle.volume.double
        )
    }

    init(_ candle: TokenCandle) {
        self.init(
            openTime: candle.openTime,
            open: candle.open,
            high: candle.high,
            low: candle.low,
            close: candle.close,
            volume: candle.volume ?? .nan
        )
    }
}

extension Candle {
    /// The decimals that its prices need.
    fileprivate var decimals: Int {
        var unit: Int64 = 100_000_000
        var decimals = 0
        while decimals < 8, [open, high, low, close].contains(where: { $0.raw % unit != 0 }) {
            unit /= 10
            decimals += 1
        }
        return decimals
    }
}

/// The candles of a chart with what its texts need to know of their prices.
struct ChartCandles: Sendable {
    let candles: [ChartCandle]
    /// The decimals of prices in words.
    let decimals: Int

    init(_ candles: [Candle]) {
        self.candles = candles.map(ChartCandle.init)
        decimals = candles.map(\.decimals).max() ?? 0
    }

    init(_ candles: [TokenCandle]) {
        self.candles = candles.map(ChartCandle.init)
        let least = self.candles.map(\.low).filter { $0 > 0 }.min() ?? 1
        // Five digits that tell prices apart, whatever their size.
        decimals = NumberText.decimals(ofStep: least / 10_000)
    }
}
