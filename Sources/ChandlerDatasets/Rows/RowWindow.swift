import ChandlerCore
import ChandlerIndicators

/// The rows of one series whose labels are not complete yet, column by column.
///
/// It grows by a batch and shrinks from the front as label windows fill, so it never holds much
/// more than the longest horizon and one batch. Indicator values and `atr_14` are rounded to ten
/// digits where they are used, never here.
struct RowWindow {
    private(set) var openTimes: [Int64] = []
    private(set) var opens: [Int64] = []
    private(set) var highs: [Int64] = []
    private(set) var lows: [Int64] = []
    private(set) var closes: [Int64] = []
    private(set) var volumes: [Int128] = []
    /// Highs and lows as doubles, since the barriers ask for each of them many times.
    private(set) var highValues: [Double] = []
    private(set) var lowValues: [Double] = []
    /// The average true range, as the table would hold it; NaN where undefined.
    private(set) var averageTrueRanges: [Double] = []
    /// One array per selected indicator; NaN where undefined.
    private(set) var features: [[Double]]
    /// The first row that is still waiting.
    private(set) var head = 0

    /// Candles that are spread over the columns at once.
    private static let chunk = 256

    init(featureCount: Int) {
        features = Array(repeating: [], count: featureCount)
    }

    /// The end of the rows in every array.
    var count: Int { openTimes.count }

    mutating func append(
        _ rows: Range<Int>,
        candles: [Candle],
        features columns: [[Double]],
        atr14: [Double]
    ) {
        compact()
        candles.withUnsafeBufferPointer { candles in
            guard let base = candles.baseAddress else { return }
            var start = rows.lowerBound
            while start < rows.upperBound {
                let count = min(Self.chunk, rows.upperBound - start)
                append(base + start, count)
                start += count
            }
        }
        append(ranges: atr14[rows])
        for index in features.indices { features[index] += columns[index][rows] }
    }

    /// Appends few enough candles to stay in the cache while each column takes its part.
    private mutating func append(_ candles: UnsafePointer<Candle>, _ count: Int) {
        openTimes.extend(by: count, repeating: 0) { target in
            for index in 0..<count { target[index] = candles[index].openTime.microseconds }
        }
        opens.extend(by: count, repeating: 0) { target in
            for index in 0..<count { target[index] = candles[index].open.raw }
        }
        highs.extend(by: count, repeating: 0) { target in
            for index in 0..<count { target[index] = candles[index].high.raw }
            highValues.extend(by: count, repeating: 0) { values in
                FixedPointColumn.convert(target, count, to: values)
            }
        }
        lows.extend(by: count, repeating: 0) { target in
            for index in 0..<count { target[index] = candles[index].low.raw }
            lowValues.extend(by: count, repeating: 0) { values in
                FixedPointColumn.convert(target, count, to: values)
            }
        }
        closes.extend(by: count, repeating: 0) { target in
            for index in 0..<count { target[index] = candles[index].close.raw }
        }
        volumes.extend(by: count, repeating: 0) { target in
            for index in 0..<count { target[index] = candles[index].volume.raw }
        }
    }

    private mutating func append(ranges: ArraySlice<Double>) {
        let start = averageTrueRanges.count
        averageTrueRanges += ranges
        averageTrueRanges.withUnsafeMutableBufferPointer { all in
            TenDigits.round(UnsafeMutableBufferPointer(rebasing: all[start...]))
        }
    }

    /// Lets go of the first waiting rows.
    mutating func drop(_ rows: Int) {
        head += rows
        precondition(head <= count, "Invariant: only rows that exist are dropped")
    }

    /// Moves the waiting rows to the front once they are fewer than those let go of.
    private mutating func compact() {
        guard head > 0, head >= count - head else { return }
        openTimes.removeFirst(head)
        opens.removeFirst(head)
        highs.removeFirst(head)
        lows.removeFirst(head)
        closes.removeFirst(head)
        volumes.removeFirst(head)
        highValues.removeFirst(head)
        lowValues.removeFirst(head)
        averageTrueRanges.removeFirst(head)
        for index in features.indices { features[index].removeFirst(head) }
        head = 0
    }
}
