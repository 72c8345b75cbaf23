extension IndicatorFamily {
    /// `stochf_k_n_d`, `stochf_d_n_d`: the raw stochastic over n rows and its mean of d.
    ///
    /// Both are undefined before row n - 1 + d - 1.
    ///
    /// **Source:** TA-Lib `STOCHF`; Lane.
    static let fastStochastic = IndicatorFamily([
        shape("stochf_k", "Fast stochastic %K: place of the close in the range") {
            $0.rawStochastic($1.period(0))
        },
        shape("stochf_d", "Fast stochastic %D: mean of %K") { plan, parameters in
            let period = parameters.period(0)
            let raw = plan.rawStochastic(period)
            return plan.slidingMean(raw, parameters.period(1), from: period - 1)
        },
    ])

    private static func shape(
        _ stem: String,
        _ meaning: String,
        _ build: @escaping @Sendable (inout KernelPlan, Parameters) -> Int
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period, .period],
            defaults: ["14_3"],
            .percent,
            meaning,
            warmUp: { $0.period(0) + $0.period(1) - 2 },
            build: build
        )
    }
}
