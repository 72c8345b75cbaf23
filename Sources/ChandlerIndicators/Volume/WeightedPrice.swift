extension IndicatorFamily {
    /// `vwap_n`: typical price weighted by volume over n rows; undefined where that volume is 0.
    ///
    /// First row n - 1.
    ///
    /// **Source:** TA-Lib `VWMA` of `TYPPRICE`.
    static let weightedPrice = IndicatorFamily([
        ColumnShape(
            "vwap",
            [.period],
            defaults: ["20"],
            .price,
            "Volume-weighted average price of the last candles",
            warmUp: { $0.period(0) - 1 },
            build: { $0.weightedPrice($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func weightedPrice(_ period: Int) -> Int {
        let money = slidingSum(moneyVolume(), period)
        let volume = slidingSum(RawColumn.volume, period)
        return formula("vwap \(period)") { block, output in
            let (money, volume, result) = (block[money], block[volume], block[output])
            for index in 0..<block.count { result[index] = money[index] / volume[index] }
        }
    }
}
