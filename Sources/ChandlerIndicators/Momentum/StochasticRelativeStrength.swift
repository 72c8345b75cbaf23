extension IndicatorFamily {
    /// `stochrsi_k_r_n_d`, `stochrsi_d_r_n_d`: the raw stochastic of rsi_r among its last n values,
    /// and its mean of d.
    ///
    /// Both are undefined before row r + n - 1 + d - 1.
    ///
    /// **Source:** TA-Lib `STOCHRSI`; Chande and Kroll, 1994.
    static let stochasticRelativeStrength = IndicatorFamily([
        shape("stochrsi_k", "Place of the RSI in its own range") {
            $0.strengthStochastic($1.period(0), $1.period(1))
        },
        shape("stochrsi_d", "Mean of the place of the RSI in its own range") { plan, parameters in
            let raw = plan.strengthStochastic(parameters.period(0), parameters.period(1))
            let start = parameters.period(0) + parameters.period(1) - 1
            return plan.slidingMean(raw, parameters.period(2), from: start)
        },
    ])

    private static func shape(
        _ stem: String,
        _ meaning: String,
        _ build: @escaping @Sendable (inout KernelPlan, Parameters) -> Int
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period, .period, .period],
            defaults: ["14_14_3"],
            .percent,
            meaning,
            warmUp: { $0.period(0) + $0.period(1) + $0.period(2) - 2 },
            build: build
        )
    }
}
