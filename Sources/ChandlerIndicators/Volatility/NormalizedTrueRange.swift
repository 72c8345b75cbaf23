extension IndicatorFamily {
    /// `natr_n` = 100 atr_n / c, 0 where c = 0.
    ///
    /// First row n.
    ///
    /// **Source:** TA-Lib `NATR`.
    static let normalizedTrueRange = IndicatorFamily([
        ColumnShape(
            "natr",
            [.period],
            defaults: ["14"],
            .percent,
            "Average true range in percent of the close",
            warmUp: { $0.period(0) },
            build: { $0.normalizedTrueRange($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func normalizedTrueRange(_ period: Int) -> Int {
        let range = averageTrueRange(period)
        return formula("natr \(period)") { block, output in
            let (range, close, result) = (block[range], block[RawColumn.close], block[output])
            for index in 0..<block.count {
                let value = 100 * range[index] / close[index]
                result[index] = close[index] == 0 ? 0 : value
            }
        }
    }
}
