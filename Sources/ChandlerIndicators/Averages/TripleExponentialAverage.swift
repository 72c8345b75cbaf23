extension IndicatorFamily {
    /// `tema_n` = 3 E1 - 3 E2 + E3, each the EMA of the one before.
    ///
    /// First row 3 (n - 1).
    ///
    /// **Source:** TA-Lib `TEMA`; Mulloy, 1994.
    static let tripleExponentialAverage = IndicatorFamily([
        ColumnShape(
            "tema",
            [.period],
            defaults: ["20"],
            .price,
            "Triple exponential moving average of the close",
            warmUp: { 3 * ($0.period(0) - 1) },
            build: { $0.tripleAverage($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func tripleAverage(_ period: Int) -> Int {
        let averages = repeatedAverages(period)
        return formula("tema \(period)") { block, output in
            let (first, second) = (block[averages.first], block[averages.second])
            let (third, result) = (block[averages.third], block[output])
            for index in 0..<block.count {
                result[index] = 3 * first[index] - 3 * second[index] + third[index]
            }
        }
    }
}
