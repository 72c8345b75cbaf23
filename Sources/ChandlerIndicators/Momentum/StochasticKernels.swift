extension KernelPlan {
    /// 100 (close - lowest) / (highest - lowest) over `period` rows, 0 where the range is 0.
    mutating func rawStochastic(_ period: Int) -> Int {
        let range = slidingRange(period)
        return formula("stochastic \(period)") { block, output in
            let (highest, lowest) = (block[range.highest], block[range.lowest])
            let (close, result) = (block[RawColumn.close], block[output])
            for index in 0..<block.count {
                let width = highest[index] - lowest[index]
                let value = 100 * (close[index] - lowest[index]) / width
                result[index] = width == 0 ? 0 : value
            }
        }
    }

    /// The raw stochastic of the RSI among its own last `period` values.
    ///
    /// A range within rounding error of zero counts as zero, as in TA-Lib.
    mutating func strengthStochastic(_ strengthPeriod: Int, _ period: Int) -> Int {
        let strength = relativeStrength(strengthPeriod)
        let range = slidingRange(strength, strength, period, from: strengthPeriod)
        return formula("stochastic of rsi \(strengthPeriod) \(period)") { block, output in
            let (highest, lowest) = (block[range.highest], block[range.lowest])
            let (strength, result) = (block[strength], block[output])
            for index in 0..<block.count {
                let width = highest[index] - lowest[index]
                let value = 100 * (strength[index] - lowest[index]) / width
                let isFlat = width <= 1e-14 * (highest[index] + lowest[index])
                result[index] = isFlat ? 0 : value
            }
        }
    }
}
