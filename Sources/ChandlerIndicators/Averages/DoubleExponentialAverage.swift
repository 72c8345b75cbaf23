extension IndicatorFamily {
    /// `dema_n` = 2 E1 - E2, E1 the EMA of the close and E2 that of E1.
    ///
    /// First row 2 (n - 1).
    ///
    /// **Source:** TA-Lib `DEMA`; Mulloy, 1994.
    static let doubleExponentialAverage = IndicatorFamily([
        ColumnShape(
            "dema",
            [.period],
            defaults: ["20"],
            .price,
            "Double exponential moving average of the close",
            warmUp: { 2 * ($0.period(0) - 1) },
            build: { $0.doubleAverage($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func doubleAverage(_ period: Int) -> Int {
        let first = exponentialAverage(RawColumn.close, period)
        let second = exponentialAverage(first, period, from: period - 1)
        return formula("dema \(period)") { block, output in
            let (first, second, result) = (block[first], block[second], block[output])
            for index in 0..<block.count { result[index] = 2 * first[index] - second[index] }
        }
    }
}
