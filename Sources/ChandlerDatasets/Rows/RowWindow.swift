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
        for candle in candles[rows] {
            openTimes.append(candle.openTime.microseconds)
            opens.append(candle.open.raw)
            highs.append(candle.high.raw)
            lows.append(candle.low.raw)
            closes.append(candle.close.raw)
            volumes.append(candle.volume.raw)
            highValues.append(candle.high.double)
            lowValues.append(candle.low.double)
        }
        for value in atr14[rows] { averageTrueRanges.append(TenDigits.rounded(value)) }
        for index in features.indices { features[index] += columns[index][rows] }
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
