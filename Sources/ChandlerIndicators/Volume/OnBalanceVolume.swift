extension IndicatorFamily {
    /// `obv`: from v[0], + v where the close rose, - v where it fell, unchanged on a tie.
    ///
    /// First row 0.
    ///
    /// **Source:** TA-Lib `OBV`; Granville, 1963. TradingView starts at 0.
    static let onBalanceVolume = IndicatorFamily([
        ColumnShape(
            "obv",
            [],
            defaults: [],
            .volume,
            "On-balance volume since the start of the series",
            warmUp: { _ in 0 },
            build: { plan, _ in plan.add("obv") { OnBalanceVolumeKernel(output: $0) } }
        )
    ])
}

private struct OnBalanceVolumeKernel: Kernel {
    let output: Int
    private var sum = ExactSum()

    init(output: Int) {
        self.output = output
    }

    mutating func run(_ block: Block) {
        let (close, volume) = (block[RawColumn.close], block[RawColumn.volume])
        let target = block[output]
        var sum = sum
        let first = block.rows(before: 1)
        if first == 1 { target[0] = sum.add(volume[0]) }
        for index in first..<block.count {
            // Both sides are read first: a choice between values needs no jump, and jumps on
            // the direction of a price are guessed wrong half of the time.
            let (now, before, amount) = (close[index], close[index - 1], volume[index])
            let rise = now > before ? amount : 0
            let fall = now < before ? amount : 0
            target[index] = sum.add(rise - fall)
        }
        self.sum = sum
    }

    mutating func visit(_ state: inout StateVisitor) {
        sum.visit(&state)
    }
}
