extension IndicatorFamily {
    /// `atr_n`: Wilder's average of the true range, seeded with the mean over rows 1 to n.
    ///
    /// First row n.
    ///
    /// **Source:** TA-Lib `ATR`; Wilder, 1978. TradingView seeds a row earlier.
    static let averageTrueRange = IndicatorFamily([
        ColumnShape(
            "atr",
            [.period],
            defaults: ["14"],
            .price,
            "Average true range",
            warmUp: { $0.period(0) },
            build: { $0.averageTrueRange($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    mutating func averageTrueRange(_ period: Int) -> Int {
        wilderAverage(trueRange(), period, from: 1)
    }
}
