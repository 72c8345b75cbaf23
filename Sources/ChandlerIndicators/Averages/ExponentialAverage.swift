extension IndicatorFamily {
    /// `ema_n`: e = e + 2 / (n + 1) (close - e), seeded with the mean of the first n closes on
    /// row n - 1.
    ///
    /// **Source:** TA-Lib `EMA`.
    static let exponentialAverage = IndicatorFamily([
        ColumnShape(
            "ema",
            [.period],
            defaults: ["12", "26", "50"],
            .price,
            "Exponential moving average of the close",
            warmUp: { $0.period(0) - 1 },
            build: { $0.exponentialAverage(RawColumn.close, $1.period(0)) }
        )
    ])
}

extension KernelPlan {
    /// Exponential averages of the close, of those, and of those again; seeds as TA-Lib sets them.
    mutating func repeatedAverages(_ period: Int) -> (first: Int, second: Int, third: Int) {
        let first = exponentialAverage(RawColumn.close, period)
        let second = exponentialAverage(first, period, from: period - 1)
        let third = exponentialAverage(second, period, from: 2 * (period - 1))
        return (first, second, third)
    }
}
