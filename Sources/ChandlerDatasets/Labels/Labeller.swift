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
            block.horizons[index].removeAll()
            findEnds(index, horizon, rows, window.openTimes)
            appendReturns(index, rows, window.closes, to: &block.horizons[index])
        }
        guard !horizons.isEmpty else { return }
        for row in rows { appendBarriers(row, row - rows.lowerBound, window, to: &block) }
    }

    private mutating func findEnds(
        _ index: Int,
        _ horizon: Int,
        _ rows: Range<Int>,
        _ openTimes: [Int64]
    ) {
        ends[index].removeAll(keepingCapacity: true)
        guard !rows.isEmpty else { return }
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
            ends[index].append(isThere ? end : -1)
        }
    }

    private func appendReturns(
        _ index: Int,
        _ rows: Range<Int>,
        _ closes: [Int64],
        to columns: inout LabelBlock.Columns
    ) {
        for (row, end) in zip(rows, ends[index]) {
            let exact =
                end < 0 ? .nan : logRatio(of: Price(raw: closes[end]), to: Price(raw: closes[row]))
            let value = TenDigits.rounded(exact)
            columns.logReturns.append(value)
            columns.hasDirection.append(!value.isNaN)
            columns.directions.append(
                value > directionThreshold ? 1 : value < -directionThreshold ? -1 : 0
            )
        }
    }

    private func appendBarriers(
        _ row: Int,
        _ offset: Int,
        _ window: RowWindow,
        to block: inout LabelBlock
    ) {
        let range = window.averageTrueRanges[row]
        // The farthest horizon without a hole; nearer ones have none either.
        let reach =
            range.isNaN
            ? 0
            : horizons.indices.last { ends[$0][offset] == row + horizons[$0] }
                .map { horizons[$0] } ?? 0
        let (steps, side) = firstTouch(after: row, within: reach, range, window)
        for (index, horizon) in horizons.enumerated() {
            let isKnown = horizon <= reach
            block.horizons[index].hasBarrier.append(isKnown)
            block.horizons[index].barriers.append(isKnown && steps <= horizon ? side : 0)
        }
    }

    /// How many candles after `row` a barrier is touched first, and which.
    private func firstTouch(
        after row: Int,
        within reach: Int,
        _ range: Double,
        _ window: RowWindow
    ) -> (steps: Int, side: Int32) {
        guard reach > 0 else { return (.max, 0) }
        let close = Price(raw: window.closes[row]).double
        let width = barrierATR * range
        let (upper, lower) = (close + width, close - width)
        for steps in 1...reach {
            if window.lowValues[row + steps] <= lower { return (steps, -1) }
            if window.highValues[row + steps] >= upper { return (steps, 1) }
        }
        return (.max, 0)
    }
}
