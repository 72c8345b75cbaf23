extension IndicatorFamily {
    /// `wma_n`: closes with weights 1 to n, the newest heaviest.
    ///
    /// First row n - 1.
    ///
    /// **Source:** TA-Lib `WMA`.
    static let weightedAverage = IndicatorFamily([
        ColumnShape(
            "wma",
            [.period],
            defaults: ["20"],
            .price,
            "Linearly weighted moving average of the close",
            warmUp: { $0.period(0) - 1 },
            build: { $0.weightedAverage(RawColumn.close, $1.period(0)) }
        )
    ])
}
