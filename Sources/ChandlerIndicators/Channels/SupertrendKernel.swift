/// Bands around (h + l) / 2 that only move towards the price while the trend lasts.
///
/// upper = basic if basic < upper or the close before > upper, lower mirrored; an up-trend ends
/// when the close is below lower, a down-trend when it is above upper. The value is the lower band
/// in an up-trend, the upper one in a down-trend.
struct SupertrendKernel: Kernel {
    let range: Int
    /// The column of the value; the direction (+1 up, -1 down) follows.
    let output: Int
    let factor: Double
    /// The row on which the bands are the basic ones.
    let start: Int
    /// Whether TradingView's start is used: a down-trend, and no lower band below 0.
    let isTradingView: Bool
    private var upper = 0.0
    private var lower = 0.0
    private var direction = 1.0

    init(range: Int, output: Int, factor: Double, start: Int, isTradingView: Bool) {
        self.range = range
        self.output = output
        self.factor = factor
        self.start = start
        self.isTradingView = isTradingView
    }

    mutating func run(_ block: Block) {
        let (high, low, close) = (
            block[RawColumn.high], block[RawColumn.low], block[RawColumn.close]
        )
        let (range, values, directions) = (block[range], block[output], block[output + 1])
        var (upper, lower, direction) = (upper, lower, direction)
        for index in block.rows(before: start)..<block.count {
            let middle = (high[index] + low[index]) / 2
            let basicUpper = middle + factor * range[index]
            let basicLower = middle - factor * range[index]
            if block.row + index == start {
                upper = basicUpper
                lower = isTradingView ? larger(basicLower, 0) : basicLower
                direction = isTradingView ? -1 : 1
            } else {
                let before = close[index - 1]
                // The smaller and the larger one first: the jump left is seldom taken.
                upper = before > upper ? basicUpper : smaller(basicUpper, upper)
                lower = before < lower ? basicLower : larger(basicLower, lower)
                if direction > 0 {
                    if close[index] < lower { direction = -1 }
                } else if close[index] > upper {
                    direction = 1
                }
            }
            values[index] = direction > 0 ? lower : upper
            directions[index] = direction
        }
        (self.upper, self.lower, self.direction) = (upper, lower, direction)
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&upper)
        state.visit(&lower)
        state.visit(&direction)
    }
}

extension KernelPlan {
    /// The columns of value and direction.
    ///
    /// - Parameters:
    ///   - period: Rows of the average true range.
    ///   - factor: How many ranges the bands are apart from the middle.
    ///   - isTradingView: Whether row 0 counts in the average, and TradingView's start is used.
    /// - Returns: The column of the value; the direction is in the next.
    mutating func supertrend(_ period: Int, _ factor: Double, isTradingView: Bool) -> Int {
        let first = isTradingView ? 0 : 1
        let range = wilderAverage(trueRange(), period, from: first)
        return add("supertrend \(range) \(factor) \(isTradingView)", outputs: 2) {
            SupertrendKernel(
                range: range,
                output: $0,
                factor: factor,
                start: first + period - 1,
                isTradingView: isTradingView
            )
        }
    }
}
