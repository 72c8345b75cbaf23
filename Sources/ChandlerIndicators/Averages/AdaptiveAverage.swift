extension IndicatorFamily {
    /// `kama_n_f_s`: follows the close fast in a straight move and slowly in noise.
    ///
    /// Efficiency E = |c - c[t-n]| / sum of the last n |changes|, 1 if that sum is 0;
    /// k = k + s (c - k), s = (E (2/(f+1) - 2/(s+1)) + 2/(s+1))^2, from k = c[n-1]. First row n.
    ///
    /// **Source:** TA-Lib `KAMA`; Kaufman, 1995.
    static let adaptiveAverage = IndicatorFamily([
        ColumnShape(
            "kama",
            [.period, .period, .period],
            defaults: ["10_2_30"],
            .price,
            "Kaufman's adaptive moving average of the close",
            relation: { parameters in
                parameters.period(1) < parameters.period(2)
                    ? nil : "needs a fast period shorter than the slow one"
            },
            warmUp: { $0.period(0) },
            build: { $0.adaptiveAverage($1.period(0), $1.period(1), $1.period(2)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func adaptiveAverage(_ period: Int, _ fast: Int, _ slow: Int) -> Int {
        let before = delayed(RawColumn.close, by: period)
        let changes = closeChange()
        let paths = formula("abs change") { block, output in
            let (change, result) = (block[changes], block[output])
            for index in 0..<block.count { result[index] = change[index].magnitude }
        }
        let path = slidingSum(paths, period, from: 1)
        let slowest = 2 / Double(slow + 1)
        let span = 2 / Double(fast + 1) - slowest
        let factors = formula("kama factor \(period) \(fast) \(slow)") { block, output in
            let (close, before) = (block[RawColumn.close], block[before])
            let (path, result) = (block[path], block[output])
            for index in 0..<block.count {
                let share = (close[index] - before[index]).magnitude / path[index]
                let efficiency = path[index] == 0 ? 1 : share
                let factor = efficiency * span + slowest
                result[index] = factor * factor
            }
        }
        return add("kama \(period) \(fast) \(slow)") {
            AdaptiveAverageKernel(factors: factors, output: $0, period: period)
        }
    }
}

/// k = k + s (close - k), from the close of row `period - 1` on.
private struct AdaptiveAverageKernel: Kernel {
    let factors: Int
    let output: Int
    let period: Int
    private var average = 0.0

    init(factors: Int, output: Int, period: Int) {
        self.factors = factors
        self.output = output
        self.period = period
    }

    mutating func run(_ block: Block) {
        let (close, factor, target) = (block[RawColumn.close], block[factors], block[output])
        let seeded = block.rows(before: period)
        // The last of these rows is the seed.
        for index in 0..<seeded {
            average = close[index]
            target[index] = average
        }
        var average = average
        for index in seeded..<block.count {
            average += factor[index] * (close[index] - average)
            target[index] = average
        }
        self.average = average
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&average)
    }
}
