import ChandlerCore

/// Computes the labels of rows from the candles after them.
///
/// A horizon of h counts time: it looks at the candle that opens exactly h intervals after the
/// row, whatever is missing in between.
///
/// - `label_log_return_h`: log(close there / close here), to ten digits. Null where that candle
///   does not exist or a close is 0.
/// - `label_direction_h`: the sign of that return, 0 up to the threshold. Null as the return.
/// - `label_barrier_h`: +1 or -1 for the barrier, close ± k · atr_14, that the highs and lows of
///   the next h candles reach first, 0 for none. A candle that reaches both counts as -1: the stop
///   side is assumed first. Null where `atr_14` is undefined, where the last candle does not exist,
///   and where any candle in between is missing, since what happened there is unknown; a touch
///   before the hole does not help, because keeping only such rows would favour touches.
///
/// **Source:** M. López de Prado, "Advances in Financial Machine Learning", chapter 3 (triple
/// barrier).
struct Labeller {
    let interval: Interval
    let horizons: [Int]
    let directionThreshold: Double
    let barrierATR: Double

    /// Per horizon and row, the index of the candle looked at, or -1.
    private var ends: [[Int]]
    /// Closes at the ends, 0 where there is none.
    private var endCloses: [Int64] = []
    private var touches = BarrierTouches()

    init(interval: Interval, options: DatasetOptions) {
        self.interval = interval
        horizons = options.horizons
        directionThreshold = options.directionThreshold
        barrierATR = options.barrierATR
        ends = Array(repeating: [], count: options.horizons.count)
    }

    /// Fills `block` with the labels of `rows`; their look-ahead must be complete in `window`.
    mutating func label(_ rows: Range<Int>, of window: RowWindow, into block: inout LabelBlock) {
        for (index, horizon) in horizons.enumerated() {
            block.horizons[index].resize(to: rows.count)
            findEnds(index, horizon, rows, window.openTimes)
            fillReturns(index, rows, window.closes, of: &block.horizons[index])
        }
        guard !horizons.isEmpty, !rows.isEmpty else { return }
        touches.find(rows, of: window, barrierATR: barrierATR, horizons: horizons, ends: ends)
        for (index, horizon) in horizons.enumerated() {
            touches.fill(horizon, of: &block.horizons[index])
        }
    }

    private mutating func findEnds(
        _ index: Int,
        _ horizon: Int,
        _ rows: Range<Int>,
        _ openTimes: [Int64]
    ) {
        ends[index].resize(to: rows.count, repeating: -1)
        guard !areComplete(rows, horizon, openTimes) else {
            return ends[index].withUnsafeMutableBufferPointer { ends in
                for offset in 0..<ends.count { ends[offset] = rows.lowerBound + offset + horizon }
            }
        }
        let step = interval.fixedMicroseconds.map { $0 * Int64(horizon) }
        var end = rows.lowerBound
        for row in rows {
            let target =
                step.map { openTimes[row] + $0 }
                ?? interval.advance(Timestamp(microseconds: openTimes[row]), by: horizon)
                .microseconds
            // Without a hole the candle is exactly here; with one it is earlier, never later.
            let expected = row + horizon
            if expected < openTimes.count, openTimes[expected] == target {
                end = expected
            } else {
                while end < openTimes.count, openTimes[end] < target { end += 1 }
            }
            let isThere = end < openTimes.count && openTimes[end] == target
            ends[index][row - rows.lowerBound] = isThere ? end : -1
        }
    }

    /// Whether every row's candle a horizon later is there and no candle before it is missing.
    private func areComplete(_ rows: Range<Int>, _ horizon: Int, _ openTimes: [Int64]) -> Bool {
        guard let length = interval.fixedMicroseconds,
            rows.upperBound - 1 + horizon < openTimes.count
        else { return false }
        let step = length * Int64(horizon)
        return openTimes.withUnsafeBufferPointer { times in
            var wrong: Int64 = 0
            for row in rows { wrong |= (times[row + horizon] &- times[row]) ^ step }
            return wrong == 0
        }
    }

    private mutating func fillReturns(
        _ index: Int,
        _ rows: Range<Int>,
        _ closes: [Int64],
        of columns: inout LabelBlock.Columns
    ) {
        endCloses.resize(to: rows.count, repeating: 0)
        endCloses.withUnsafeMutableBufferPointer { later in
            ends[index].withUnsafeBufferPointer { ends in
                closes.withUnsafeBufferPointer { closes in
                    for row in 0..<ends.count {
                        later[row] = ends[row] < 0 ? 0 : closes[ends[row]]
                    }
                }
            }
        }
        columns.logReturns.withUnsafeMutableBufferPointer { results in
            closes.withUnsafeBufferPointer { closes in
                endCloses.withUnsafeBufferPointer { later in
                    guard let first = closes.baseAddress, let ends = later.baseAddress else {
                        return
                    }
                    logRatios(of: ends, to: first + rows.lowerBound, into: results)
                }
            }
            TenDigits.round(results)
        }
        fillDirections(of: &columns)
    }

    private func fillDirections(of columns: inout LabelBlock.Columns) {
        let threshold = directionThreshold
        columns.logReturns.withUnsafeBufferPointer { values in
            columns.directions.withUnsafeMutableBufferPointer { signs in
                for row in 0..<values.count {
                    let isUp: Int32 = values[row] > threshold ? 1 : 0
                    let isDown: Int32 = values[row] < -threshold ? 1 : 0
                    signs[row] = isUp &- isDown
                }
            }
            columns.hasDirection.withUnsafeMutableBufferPointer { flags in
                // Only NaN differs from itself.
                for row in 0..<values.count { flags[row] = values[row] == values[row] }
            }
        }
    }
}
