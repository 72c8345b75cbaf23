/// w = ((n - 1) w + x) / n, seeded with the plain mean of `period` values.
///
/// Values before row `start` do not count; the first average is on row `start + period - 1`.
struct WilderAverageKernel: Kernel {
    let input: Int
    let output: Int
    let period: Int
    /// The first row of the series whose value counts.
    let start: Int
    /// The average; while seeding, the sum.
    private var average = 0.0

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
            average += source[index]
            if block.row + index == start + period - 1 { average /= Double(period) }
            target[index] = average
        }
        // The division is left out of the chain from row to row, which sets the pace.
        let weight = 1 / Double(period)
        let keep = Double(period - 1) / Double(period)
        var average = average
        for index in seeded..<block.count {
            average = keep * average + weight * source[index]
            target[index] = average
        }
        self.average = average
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&average)
    }
}

extension KernelPlan {
    /// Wilder's averages, from row `start + period - 1` on.
    mutating func wilderAverage(_ input: Int, _ period: Int, from start: Int) -> Int {
        add("wilder \(input) \(period) \(start)") {
            WilderAverageKernel(input: input, output: $0, period: period, start: start)
        }
    }
}
