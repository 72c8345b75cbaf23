/// The highest value of one column and the lowest of another over the last `period` rows.
///
/// Cut into stretches as ``SlidingSumKernel`` is, with maximum and minimum for addition.
///
/// **Source:** van Herk, 1992; Gil and Werman, 1993.
struct SlidingRangeKernel: Kernel {
    let highs: Int
    let lows: Int
    /// The column of the highest values; the lowest are in the next.
    let output: Int
    let period: Int
    /// The first row of the series whose value counts.
    let start: Int
    /// Values of the stretch at hand, then extremes of the stretch before to its end.
    private var highTail: [Double]
    private var lowTail: [Double]
    private var highHead = -Double.infinity
    private var lowHead = Double.infinity

    init(highs: Int, lows: Int, output: Int, period: Int, start: Int) {
        self.highs = highs
        self.lows = lows
        self.output = output
        self.period = period
        self.start = start
        highTail = Array(repeating: -.infinity, count: period + 1)
        lowTail = Array(repeating: .infinity, count: period + 1)
    }

    mutating func run(_ block: Block) {
        let (highs, lows) = (block[highs], block[lows])
        let (highest, lowest) = (block[output], block[output + 1])
        let period = period
        var index = block.rows(before: start)
        guard index < block.count else { return }
        var place = (block.row + index - start) % period
        var (highHead, lowHead) = (highHead, lowHead)
        withPointers { highTail, lowTail in
            while index < block.count {
                if place == 0 {
                    (highHead, lowHead) = (-.infinity, .infinity)
                    for place in stride(from: period - 1, to: 0, by: -1) {
                        highHead = larger(highHead, highTail[place])
                        lowHead = smaller(lowHead, lowTail[place])
                        highTail[place] = highHead
                        lowTail[place] = lowHead
                    }
                    (highHead, lowHead) = (-.infinity, .infinity)
                }
                let end = min(block.count, index + period - place)
                while index < end {
                    let (high, low) = (highs[index], lows[index])
                    highHead = larger(highHead, high)
                    lowHead = smaller(lowHead, low)
                    highest[index] = larger(highHead, highTail[place + 1])
                    lowest[index] = smaller(lowHead, lowTail[place + 1])
                    highTail[place] = high
                    lowTail[place] = low
                    place += 1
                    index += 1
                }
                if place == period { place = 0 }
            }
        }
        (self.highHead, self.lowHead) = (highHead, lowHead)
    }

    private mutating func withPointers(
        _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        highTail.withUnsafeMutableBufferPointer { highTail in
            lowTail.withUnsafeMutableBufferPointer { lowTail in
                guard let first = highTail.baseAddress, let second = lowTail.baseAddress
                else { return }
                body(first, second)
            }
        }
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&highTail)
        state.visit(&lowTail)
        state.visit(&highHead)
        state.visit(&lowHead)
    }
}

/// The larger of two numbers, in one instruction, unlike the general `max`.
@inline(__always)
func larger(_ lhs: Double, _ rhs: Double) -> Double { lhs > rhs ? lhs : rhs }

/// The smaller of two numbers, in one instruction, unlike the general `min`.
@inline(__always)
func smaller(_ lhs: Double, _ rhs: Double) -> Double { lhs < rhs ? lhs : rhs }

extension KernelPlan {
    /// The highest highs and the lowest lows of the last `period` rows, from row `period - 1` on.
    mutating func slidingRange(_ period: Int) -> (highest: Int, lowest: Int) {
        slidingRange(RawColumn.high, RawColumn.low, period, from: 0)
    }

    /// The largest values of one column and the smallest of another over the last `period` rows,
    /// from row `start + period - 1` on.
    mutating func slidingRange(
        _ highs: Int,
        _ lows: Int,
        _ period: Int,
        from start: Int
    ) -> (highest: Int, lowest: Int) {
        let column = add("range \(highs) \(lows) \(period) \(start)", outputs: 2) {
            SlidingRangeKernel(highs: highs, lows: lows, output: $0, period: period, start: start)
        }
        return (column, column + 1)
    }
}
