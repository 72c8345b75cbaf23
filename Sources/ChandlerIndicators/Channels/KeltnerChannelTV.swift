extension IndicatorFamily {
    /// `keltner_tv_*_e_a_k`: middle = ema_e of the close, bands k times Wilder's average over a of
    /// the true range apart, where row 0 counts with high - low.
    ///
    /// First row max(e, a) - 1.
    ///
    /// **Source:** TradingView's Keltner Channels.
    static let keltnerChannelTV = IndicatorFamily([
        shape("keltner_tv_upper", "Upper Keltner band as TradingView draws it", .upper),
        shape("keltner_tv_middle", "Exponential average of the close", .middle),
        shape("keltner_tv_lower", "Lower Keltner band as TradingView draws it", .lower),
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
            warmUp: { max($0.period(0), $0.period(1)) - 1 },
            build: { plan, parameters in
                plan.keltner(
                    line,
                    middle: plan.exponentialAverage(RawColumn.close, parameters.period(0)),
                    range: plan.wilderAverage(plan.trueRange(), parameters.period(1), from: 0),
                    factor: parameters.factor(2)
                )
            }
        )
    }
}
