extension IndicatorFamily {
    /// `supertrend_n_k`, `supertrend_dir_n_k`: bands k times atr_n around (h + l) / 2; the trend
    /// is up on the first row, n.
    ///
    /// **Source:** TA-Lib `SUPERTREND`; Seban.
    static let supertrend = IndicatorFamily([
        shape("supertrend", .price, "Supertrend: the band that ends the trend", 0),
        shape("supertrend_dir", .sign, "Supertrend direction: +1 up, -1 down", 1),
    ])

    private static func shape(
        _ stem: String,
        _ unit: IndicatorInfo.Unit,
        _ meaning: String,
        _ place: Int
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period, .factor],
            defaults: ["10_3"],
            unit,
            meaning,
            warmUp: { $0.period(0) },
            build: { plan, parameters in
                let period = parameters.period(0)
                return place
                    + plan.supertrend(period, parameters.factor(1), isTradingView: false)
            }
        )
    }
}
