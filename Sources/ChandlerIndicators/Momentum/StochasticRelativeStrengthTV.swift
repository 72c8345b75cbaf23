extension IndicatorFamily {
    /// `stochrsi_tv_k_r_n_k_d`, `stochrsi_tv_d_r_n_k_d`: the raw stochastic of rsi_r smoothed with
    /// a mean of k, and that again with a mean of d.
    ///
    /// First rows r + n - 1 + k - 1 and d - 1 later.
    ///
    /// **Source:** TradingView's Stochastic RSI.
    static let stochasticRelativeStrengthTV = IndicatorFamily([
        shape("stochrsi_tv_k", "TradingView's Stochastic RSI %K", isSignal: false),
        shape("stochrsi_tv_d", "TradingView's Stochastic RSI %D", isSignal: true),
    ])

    private static func shape(_ stem: String, _ meaning: String, isSignal: Bool) -> ColumnShape {
        ColumnShape(
            stem,
            [.period, .period, .period, .period],
            defaults: ["14_14_3_3"],
            .percent,
            meaning,
            warmUp: { parameters in
                parameters.period(0) + parameters.period(1) + parameters.period(2) - 2
                    + (isSignal ? parameters.period(3) - 1 : 0)
            },
            build: { plan, parameters in
                let first = parameters.period(0) + parameters.period(1) - 1
                let smoothing = parameters.period(2)
                let raw = plan.strengthStochastic(parameters.period(0), parameters.period(1))
                let smooth = plan.slidingMean(raw, smoothing, from: first)
                guard isSignal else { return smooth }
                return plan.slidingMean(smooth, parameters.period(3), from: first + smoothing - 1)
            }
        )
    }
}
