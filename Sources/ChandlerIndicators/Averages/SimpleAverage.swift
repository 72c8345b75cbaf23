extension IndicatorFamily {
    /// `sma_n`: the plain mean of the last n closes.
    ///
    /// First row n - 1.
    ///
    /// **Source:** TA-Lib `SMA`.
    static let simpleAverage = IndicatorFamily([
        ColumnShape(
            "sma",
            [.period],
            defaults: ["20", "50", "200"],
            .price,
            "Simple moving average of the close",
            warmUp: { $0.period(0) - 1 },
            build: { $0.slidingMean(RawColumn.close, $1.period(0)) }
        )
    ])
}
