extension IndicatorFamily {
    /// `tr` = max(h - l, |h - c[t-1]|, |l - c[t-1]|).
    ///
    /// First row 1.
    ///
    /// **Source:** TA-Lib `TRANGE`; Wilder, 1978.
    static let trueRange = IndicatorFamily([
        ColumnShape(
            "tr",
            [],
            defaults: [],
            .price,
            "True range: high to low, the close before included",
            warmUp: { _ in 1 },
            build: { plan, _ in plan.trueRange() }
        )
    ])
}
