extension IndicatorFamily {
    /// `ultosc_a_b_c` = 100 (4 A + 2 B + C) / 7, each the sum of close - min(low, close before)
    /// over the sum of true ranges in its period, 0 where that is 0.
    ///
    /// First row c.
    ///
    /// **Source:** TA-Lib `ULTOSC`; Williams, 1985.
    static let ultimateOscillator = IndicatorFamily([
        ColumnShape(
            "ultosc",
            [.period, .period, .period],
            defaults: ["7_14_28"],
            .percent,
            "Ultimate oscillator: buying pressure over three periods",
            relation: { parameters in
                parameters.period(0) < parameters.period(1)
                    && parameters.period(1) < parameters.period(2)
                    ? nil : "needs its periods in ascending order"
            },
            warmUp: { $0.period(2) },
            build: { $0.ultimateOscillator($1.period(0), $1.period(1), $1.period(2)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func ultimateOscillator(_ short: Int, _ middle: Int, _ long: Int) -> Int {
        let first = buyingShare(short)
        let second = buyingShare(middle)
        let third = buyingShare(long)
        return formula("ultosc \(short) \(middle) \(long)") { block, output in
            let (first, second) = (block[first], block[second])
            let (third, result) = (block[third], block[output])
            for index in 0..<block.count {
                let sum = 4 * first[index] + 2 * second[index] + third[index]
                result[index] = 100 * sum / 7
            }
        }
    }

    /// Buying pressure over true range, both summed over the period.
    private mutating func buyingShare(_ period: Int) -> Int {
        let pressure = slidingSum(buyingPressure(), period, from: 1)
        let range = slidingSum(trueRange(), period, from: 1)
        return formula("buying share \(period)") { block, output in
            let (pressure, range, result) = (block[pressure], block[range], block[output])
            for index in 0..<block.count {
                let value = pressure[index] / range[index]
                result[index] = range[index] == 0 ? 0 : value
            }
        }
    }

    private mutating func buyingPressure() -> Int {
        formula("buying pressure") { block, output in
            let (low, close) = (block[RawColumn.low], block[RawColumn.close])
            let result = block[output]
            for index in 0..<block.count {
                result[index] = close[index] - smaller(low[index], close[index - 1])
            }
        }
    }
}
