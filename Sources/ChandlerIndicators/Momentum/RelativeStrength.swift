extension IndicatorFamily {
    /// `rsi_n` = 100 G / (G + L), G and L Wilder's averages of gains and losses, seeded with their
    /// plain means over rows 1 to n; 0 where G + L = 0.
    ///
    /// First row n.
    ///
    /// **Source:** TA-Lib `RSI`; Wilder, 1978.
    static let relativeStrength = IndicatorFamily([
        ColumnShape(
            "rsi",
            [.period],
            defaults: ["14"],
            .percent,
            "Relative strength index of the close",
            warmUp: { $0.period(0) },
            build: { $0.relativeStrength($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    mutating func relativeStrength(_ period: Int) -> Int {
        add("rsi \(period)") { RelativeStrengthKernel(output: $0, period: period) }
    }
}

private struct RelativeStrengthKernel: Kernel {
    let output: Int
    let period: Int
    /// The averages; while seeding, the sums.
    private var gain = 0.0
    private var loss = 0.0

    init(output: Int, period: Int) {
        self.output = output
        self.period = period
    }

    mutating func run(_ block: Block) {
        let close = block[RawColumn.close]
        let target = block[output]
        let seeded = block.rows(before: period + 1)
        for index in block.rows(before: 1)..<seeded {
            let change = close[index] - close[index - 1]
            gain += larger(change, 0)
            loss += larger(-change, 0)
            if block.row + index == period {
                gain /= Double(period)
                loss /= Double(period)
            }
            target[index] = Self.index(gain, loss)
        }
        let weight = 1 / Double(period)
        let keep = Double(period - 1) / Double(period)
        var (gain, loss) = (gain, loss)
        for index in seeded..<block.count {
            let change = close[index] - close[index - 1]
            gain = keep * gain + weight * larger(change, 0)
            loss = keep * loss + weight * larger(-change, 0)
            target[index] = Self.index(gain, loss)
        }
        (self.gain, self.loss) = (gain, loss)
    }

    @inline(__always)
    private static func index(_ gain: Double, _ loss: Double) -> Double {
        let total = gain + loss
        let value = 100 * gain / total
        return total == 0 ? 0 : value
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&gain)
        state.visit(&loss)
    }
}
