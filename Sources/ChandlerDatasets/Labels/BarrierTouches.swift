import ChandlerCore

/// Finds, for each row of a run, which barrier is touched first and when; kept from run to run.
struct BarrierTouches {
    /// The farthest horizon without a hole, 0 where no barrier is known.
    private var reaches: [Int] = []
    /// Candles after the row until a barrier is touched; `Int.max` for never.
    private var steps: [Int] = []
    /// The barrier that is touched, 0 for none.
    private var sides: [Int32] = []
    private var closes: [Double] = []

    /// Looks at the candles after each row.
    ///
    /// - Parameters:
    ///   - rows: Rows of the window.
    ///   - window: Rows and the candles after them.
    ///   - barrierATR: The distance of the barriers in units of `atr_14`.
    ///   - horizons: Ascending.
    ///   - ends: Per horizon and row, the index of the candle that far ahead, or -1.
    mutating func find(
        _ rows: Range<Int>,
        of window: RowWindow,
        barrierATR: Double,
        horizons: [Int],
        ends: [[Int]]
    ) {
        reaches.resize(to: rows.count, repeating: 0)
        steps.resize(to: rows.count, repeating: .max)
        sides.resize(to: rows.count, repeating: 0)
        closes.resize(to: rows.count, repeating: 0)
        findReaches(rows, window.averageTrueRanges, horizons, ends)
        convert(window.closes, rows)
        window.highValues.withUnsafeBufferPointer { highs in
            window.lowValues.withUnsafeBufferPointer { lows in
                guard let highs = highs.baseAddress, let lows = lows.baseAddress else { return }
                for (offset, row) in rows.enumerated() {
                    let width = barrierATR * window.averageTrueRanges[row]
                    let touch = Self.firstTouch(
                        lows: lows + row + 1,
                        highs: highs + row + 1,
                        within: reaches[offset],
                        (lower: closes[offset] - width, upper: closes[offset] + width)
                    )
                    steps[offset] = touch.steps
                    sides[offset] = touch.side
                }
            }
        }
    }

    /// Fills the barrier columns of one horizon.
    func fill(_ horizon: Int, of columns: inout LabelBlock.Columns) {
        columns.hasBarrier.withUnsafeMutableBufferPointer { flags in
            reaches.withUnsafeBufferPointer { reaches in
                for row in 0..<flags.count { flags[row] = horizon <= reaches[row] }
            }
        }
        columns.barriers.withUnsafeMutableBufferPointer { barriers in
            for row in 0..<barriers.count {
                let isTouched = horizon <= reaches[row] && steps[row] <= horizon
                barriers[row] = isTouched ? sides[row] : 0
            }
        }
    }

    private mutating func findReaches(
        _ rows: Range<Int>,
        _ ranges: [Double],
        _ horizons: [Int],
        _ ends: [[Int]]
    ) {
        reaches.withUnsafeMutableBufferPointer { reaches in
            for row in 0..<reaches.count { reaches[row] = 0 }
            // The farthest horizon without a hole; nearer ones have none either.
            for (index, horizon) in horizons.enumerated() {
                ends[index].withUnsafeBufferPointer { ends in
                    for row in 0..<reaches.count where ends[row] == rows.lowerBound + row + horizon
                    {
                        reaches[row] = horizon
                    }
                }
            }
            for row in 0..<reaches.count where ranges[rows.lowerBound + row].isNaN {
                reaches[row] = 0
            }
        }
    }

    private mutating func convert(_ prices: [Int64], _ rows: Range<Int>) {
        closes.withUnsafeMutableBufferPointer { target in
            prices.withUnsafeBufferPointer { prices in
                guard let source = prices.baseAddress, let target = target.baseAddress else {
                    return
                }
                FixedPointColumn.convert(source + rows.lowerBound, rows.count, to: target)
            }
        }
    }

    /// How many candles after a row a barrier is touched first, and which.
    ///
    /// Four candles are asked at once whether any of them touches; where one does, it is looked for.
    @inline(__always)
    private static func firstTouch(
        lows: UnsafePointer<Double>,
        highs: UnsafePointer<Double>,
        within reach: Int,
        _ barriers: (lower: Double, upper: Double)
    ) -> (steps: Int, side: Int32) {
        var start = 0
        while start + 4 <= reach {
            let low = min4(lows + start)
            let high = max4(highs + start)
            if low <= barriers.lower || high >= barriers.upper { break }
            start += 4
        }
        while start < reach {
            if lows[start] <= barriers.lower { return (start + 1, -1) }
            if highs[start] >= barriers.upper { return (start + 1, 1) }
            start += 1
        }
        return (.max, 0)
    }

    @inline(__always)
    private static func min4(_ values: UnsafePointer<Double>) -> Double {
        let first = values[0] < values[1] ? values[0] : values[1]
        let second = values[2] < values[3] ? values[2] : values[3]
        return first < second ? first : second
    }

    @inline(__always)
    private static func max4(_ values: UnsafePointer<Double>) -> Double {
        let first = values[0] > values[1] ? values[0] : values[1]
        let second = values[2] > values[3] ? values[2] : values[3]
        return first > second ? first : second
    }
}
