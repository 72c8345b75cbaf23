/// e = e + k (x - e) with k = 2 / (period + 1), seeded with the plain mean of `period` values.
///
/// Equal values give that value exactly. Values before row `start` do not count; the first average
/// is on row `start + period - 1`.
struct ExponentialAverageKernel: Kernel {
    let input: Int
    let output: Int
    let period: Int
    /// The first row of the series whose value counts.
    let start: Int
    private var average = 0.0
    /// While seeding: the first value, from which the differences are summed in `average`.
    private var level = 0.0

    init(input: Int, output: Int, period: Int, start: Int) {
        self.input = input
        self.output = output
        self.period = period
        self.start = start
    }

    mutating func run(_ block: Block) {
        let source = block[input]
        let target = block[output]
        let seeded = block.rows(before: start + period)
        for index in block.rows(before: start)..<seeded {
            let row = block.row + index - start
            if row == 0 { level = source[index] }
            average += source[index] - level
            if row == period - 1 { average = level + average / Double(period) }
            target[index] = average
        }
        let factor = 2 / Double(period + 1)
        var average = average
        for index in seeded..<block.count {
            average += factor * (source[index] - average)
            target[index] = average
        }
        self.average = average
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&average)
        state.visit(&level)
    }
}

extension KernelPlan {
    /// Exponential averages, from row `start + period - 1` on.
    mutating func exponentialAverage(_ input: Int, _ period: Int, from start: Int = 0) -> Int {
        add("ema \(input) \(period) \(start)") {
            ExponentialAverageKernel(input: input, output: $0, period: period, start: start)
        }
    }
}
