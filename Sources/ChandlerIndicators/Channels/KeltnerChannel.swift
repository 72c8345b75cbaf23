extension IndicatorFamily {
    /// `keltner_*_e_a_k`: middle = EMA over e of the typical price, bands k ATRs over a apart.
    ///
    /// Both start on the first row that both can have, max(e - 1, a), each seeded with the plain
    /// mean of the values up to that row.
    ///
    /// **Source:** TA-Lib `KC`.
    static let keltnerChannel = IndicatorFamily([
        shape("keltner_upper", "Upper Keltner band", .upper),
        shape("keltner_middle", "Exponential average of the typical price", .middle),
        shape("keltner_lower", "Lower Keltner band", .lower),
    ])

    private static func shape(
        _ stem: String,
        _ meaning: String,
        _ line: KeltnerLine
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period, .period, .factor],
            defaults: ["20_10_2"],
            .price,
            meaning,
            warmUp: { max($0.period(0) - 1, $0.period(1)) },
            build: { plan, parameters in
                let (period, rangePeriod) = (parameters.period(0), parameters.period(1))
                let first = max(period - 1, rangePeriod)
                return plan.keltner(
                    line,
                    middle: plan.exponentialAverage(
                        plan.typicalPrice(),
                        period,
                        from: first + 1 - period
                    ),
                    range: plan.wilderAverage(
                        plan.trueRange(),
                        rangePeriod,
                        from: first + 1 - rangePeriod
                    ),
                    factor: parameters.factor(2)
                )
            }
        )
    }
}
