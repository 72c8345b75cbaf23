extension IndicatorFamily {
    /// `willr_n` = -100 (highest - close) / (highest - lowest) over n rows, 0 where the range is 0.
    ///
    /// First row n - 1.
    ///
    /// **Source:** TA-Lib `WILLR`; Williams, 1973.
    static let williamsRange = IndicatorFamily([
        ColumnShape(
            "willr",
            [.period],
            defaults: ["14"],
            .percent,
            "Williams %R: place of the close below the highest high",
            warmUp: { $0.period(0) - 1 },
            build: { $0.williamsRange($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func williamsRange(_ period: Int) -> Int {
        let range = slidingRange(period)
        return formula("willr \(period)") { block, output in
            let (highest, lowest) = (block[range.highest], block[range.lowest])
            let (close, result) = (block[RawColumn.close], block[output])
            for index in 0..<block.count {
                let width = highest[index] - lowest[index]
                let value = -100 * (highest[index] - close[index]) / width
                result[index] = width == 0 ? 0 : value
            }
        }
    }
}
