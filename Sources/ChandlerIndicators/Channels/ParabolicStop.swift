extension IndicatorFamily {
    /// `psar_s_m`: Wilder's parabolic stop-and-reverse with step s and cap m.
    ///
    /// First row 1.
    ///
    /// Starts short if on row 1 the low fell by more than the high rose, else long. The stop moves
    /// towards the extreme by the step, which grows with every new extreme up to the cap, and
    /// never past the last two lows (long) or highs (short). Touching the stop turns.
    ///
    /// **Source:** TA-Lib `SAR`; Wilder, 1978.
    static let parabolicStop = IndicatorFamily([
        ColumnShape(
            "psar",
            [.factor(upTo: 1), .factor(upTo: 1)],
            defaults: ["0p02_0p2"],
            .price,
            "Parabolic stop and reverse",
            relation: { parameters in
                parameters.factor(0) <= parameters.factor(1)
                    ? nil : "needs a step that is at most the cap"
            },
            warmUp: { _ in 1 },
            build: { plan, parameters in
                let (step, cap) = (parameters.factor(0), parameters.factor(1))
                return plan.add("psar \(step) \(cap)") {
                    ParabolicStopKernel(output: $0, firstStep: step, cap: cap)
                }
            }
        )
    ])
}

private struct ParabolicStopKernel: Kernel {
    let output: Int
    let firstStep: Double
    let cap: Double
    /// 1 while long, -1 while short.
    private var side = 1.0
    private var stop = 0.0
    private var extreme = 0.0
    private var step = 0.0

    init(output: Int, firstStep: Double, cap: Double) {
        self.output = output
        self.firstStep = firstStep
        self.cap = cap
    }

    mutating func run(_ block: Block) {
        let (high, low, target) = (block[RawColumn.high], block[RawColumn.low], block[output])
        var state = self
        for index in block.rows(before: 1)..<block.count {
            // On row 1 the row before, for the limits of the stop, is row 1 itself.
            let isFirst = block.row + index == 1
            if isFirst { state.begin(high + index, low + index) }
            let before = isFirst ? index : index - 1
            target[index] = state.advance(
                high: high[index],
                low: low[index],
                highBefore: high[before],
                lowBefore: low[before]
            )
        }
        self = state
    }

    private mutating func begin(
        _ high: UnsafeMutablePointer<Double>,
        _ low: UnsafeMutablePointer<Double>
    ) {
        let up = high[0] - high[-1]
        let down = low[-1] - low[0]
        let isShort = down > up && down > 0
        side = isShort ? -1 : 1
        stop = isShort ? high[-1] : low[-1]
        extreme = isShort ? low[0] : high[0]
        step = firstStep
    }

    /// Moves on by one row and tells its stop.
    @inline(__always)
    private mutating func advance(
        high: Double,
        low: Double,
        highBefore: Double,
        lowBefore: Double
    ) -> Double {
        let isLong = side > 0
        let isTurn = isLong ? low <= stop : high >= stop
        let floor = smaller(lowBefore, low)
        let ceiling = larger(highBefore, high)
        if isTurn {
            let value = isLong ? larger(extreme, ceiling) : smaller(extreme, floor)
            side = -side
            step = firstStep
            extreme = isLong ? low : high
            let next = value + step * (extreme - value)
            stop = isLong ? larger(next, ceiling) : smaller(next, floor)
            return value
        }
        let value = stop
        if isLong ? high > extreme : low < extreme {
            extreme = isLong ? high : low
            step = smaller(step + firstStep, cap)
        }
        let next = value + step * (extreme - value)
        stop = isLong ? smaller(next, floor) : larger(next, ceiling)
        return value
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&side)
        state.visit(&stop)
        state.visit(&extreme)
        state.visit(&step)
    }
}
