extension IndicatorFamily {
    /// `trix_n` = 100 (e / e[t-1] - 1), e the EMA of the EMA of the EMA of the close; undefined
    /// where e[t-1] = 0.
    ///
    /// First row 3 (n - 1) + 1.
    ///
    /// **Source:** TA-Lib `TRIX`; Hutson, 1983.
    static let tripleSmoothedRate = IndicatorFamily([
        ColumnShape(
            "trix",
            [.period],
            defaults: ["15"],
            .percent,
            "Change of the triple exponential average in percent",
            warmUp: { 3 * ($0.period(0) - 1) + 1 },
            build: { $0.tripleSmoothedRate($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func tripleSmoothedRate(_ period: Int) -> Int {
        let average = repeatedAverages(period).third
        return formula("trix \(period)") { block, output in
            let (average, result) = (block[average], block[output])
            for index in 0..<block.count {
                result[index] = 100 * (average[index] / average[index - 1] - 1)
            }
        }
    }
}
