extension IndicatorFamily {
    /// `supertrend_tv_n_k`, `supertrend_tv_dir_n_k`: as `supertrend_n_k`, but the range average
    /// counts row 0 with high - low, and the first trend, on row n - 1, is down.
    ///
    /// **Source:** TradingView's `ta.supertrend`, whose direction has the opposite sign.
    static let supertrendTV = IndicatorFamily([
        shape("supertrend_tv", .price, "Supertrend as TradingView starts it", 0),
        shape("supertrend_tv_dir", .sign, "Its direction: +1 up, -1 down", 1),
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
            warmUp: { $0.period(0) - 1 },
            build: { plan, parameters in
                let period = parameters.period(0)
                return place + plan.supertrend(period, parameters.factor(1), isTradingView: true)
            }
        )
    }
}
