extension IndicatorFamily {
    /// `roc_n` = 100 (c / c[t-n] - 1), 0 where c[t-n] = 0.
    ///
    /// First row n.
    ///
    /// **Source:** TA-Lib `ROC`.
    static let rateOfChange = IndicatorFamily([
        ColumnShape(
            "roc",
            [.period],
            defaults: ["10"],
            .percent,
            "Change of the close in percent",
            warmUp: { $0.period(0) },
            build: { $0.rateOfChange($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func rateOfChange(_ period: Int) -> Int {
        let before = delayed(RawColumn.close, by: period)
        return formula("roc \(period)") { block, output in
            let (close, before, result) = (block[RawColumn.close], block[before], block[output])
            for index in 0..<block.count {
                let value = 100 * (close[index] / before[index] - 1)
                result[index] = before[index] == 0 ? 0 : value
            }
        }
    }
}
