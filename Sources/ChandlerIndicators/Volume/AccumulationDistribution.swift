extension IndicatorFamily {
    /// `ad`: the running sum of ((c - l) - (h - c)) / (h - l) v; a row with h = l adds 0.
    ///
    /// First row 0.
    ///
    /// **Source:** TA-Lib `AD`; Chaikin.
    static let accumulationDistribution = IndicatorFamily([
        ColumnShape(
            "ad",
            [],
            defaults: [],
            .volume,
            "Accumulation/distribution line since the start of the series",
            warmUp: { _ in 0 },
            build: { plan, _ in
                let input = plan.closeLocationVolume()
                return plan.add("ad") { AccumulationKernel(input: input, output: $0) }
            }
        )
    ])
}

extension KernelPlan {
    /// Volume weighted by where between low (-1) and high (+1) the close is.
    mutating func closeLocationVolume() -> Int {
        formula("location volume") { block, output in
            let (high, low) = (block[RawColumn.high], block[RawColumn.low])
            let (close, volume) = (block[RawColumn.close], block[RawColumn.volume])
            let result = block[output]
            for index in 0..<block.count {
                let width = high[index] - low[index]
                let location = (close[index] - low[index]) - (high[index] - close[index])
                let value = location / width * volume[index]
                result[index] = width == 0 ? 0 : value
            }
        }
    }
}

private struct AccumulationKernel: Kernel {
    let input: Int
    let output: Int
    private var sum = ExactSum()

    init(input: Int, output: Int) {
        self.input = input
        self.output = output
    }

    mutating func run(_ block: Block) {
        let (source, target) = (block[input], block[output])
        var sum = sum
        for index in 0..<block.count { target[index] = sum.add(source[index]) }
        self.sum = sum
    }

    mutating func visit(_ state: inout StateVisitor) {
        sum.visit(&state)
    }
}
