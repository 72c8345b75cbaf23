import ChandlerCore
import ChandlerIndicators
import ChandlerParquet
import Glibc

/// The labels of one horizon, over candles without a hole, computed the plain way.
struct HorizonLabels {
    let horizon: Int
    /// Logarithm of a later close to this one; NaN where there is no later one.
    let logReturns: [Double]
    /// Their signs.
    let directions: [Int32]
    /// The barrier that is touched first: 1 above, -1 below or both at once, 0 for none.
    let barriers: [Int32]
    let hasBarrier: [Bool]

    /// The usual horizons of a dataset.
    private static let horizons = [1, 5, 15, 60]

    /// The labels of a sample at the usual horizons.
    static func all(_ sample: MicroSample) throws -> [HorizonLabels] {
        guard let index = IndicatorSet.core.names.firstIndex(of: "atr_14") else {
            throw BenchError(.valuesDiffer, "label candles: the core indicators have no atr_14")
        }
        let ranges = sample.frame.columns[index]
        return horizons.map { HorizonLabels($0, sample.columns, ranges: ranges) }
    }

    /// - Parameters:
    ///   - horizon: How many candles it looks ahead.
    ///   - candles: Candles without a hole.
    ///   - ranges: Their `atr_14`.
    init(_ horizon: Int, _ candles: CandleColumns, ranges: [Double]) {
        self.horizon = horizon
        let closes = candles.closes
        logReturns = closes.indices.map { row in
            row + horizon < closes.count
                ? TenDigits.rounded(log(closes[row + horizon] / closes[row])) : .nan
        }
        directions = logReturns.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
        hasBarrier = closes.indices.map { $0 + horizon < closes.count && ranges[$0].isFinite }
        barriers = zip(closes.indices, hasBarrier).map { row, isKnown in
            isKnown ? Self.touch(after: row, horizon, candles, width: 2 * ranges[row]) : 0
        }
    }

    private static func touch(
        after row: Int,
        _ horizon: Int,
        _ candles: CandleColumns,
        width: Double
    ) -> Int32 {
        let close = candles.closes[row]
        for later in row + 1...row + horizon {
            if candles.lows[later] <= close - width { return -1 }
            if candles.highs[later] >= close + width { return 1 }
        }
        return 0
    }

    /// Some rows as a dataset's three columns.
    func columns(_ rows: Range<Int>) -> [ParquetColumnData] {
        let returns = Array(logReturns[rows])
        return [
            .doubles(returns),
            .int32(Array(directions[rows]), validity: returns.map { !$0.isNaN }),
            .int32(Array(barriers[rows]), validity: Array(hasBarrier[rows])),
        ]
    }
}
