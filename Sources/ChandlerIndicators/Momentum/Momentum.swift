extension IndicatorFamily {
    /// `mom_n` = c - c[t-n].
    ///
    /// First row n.
    ///
    /// **Source:** TA-Lib `MOM`.
    static let momentum = IndicatorFamily([
        ColumnShape(
            "mom",
            [.period],
            defaults: ["10"],
            .price,
            "Change of the close",
            warmUp: { $0.period(0) },
            build: { $0.momentum($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func momentum(_ period: Int) -> Int {
        let before = delayed(RawColumn.close, by: period)
        return formula("mom \(period)") { block, output in
            let (close, before, result) = (block[RawColumn.close], block[before], block[output])
            for index in 0..<block.count { result[index] = close[index] - before[index] }
        }
    }
}
