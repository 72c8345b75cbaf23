extension IndicatorFamily {
    /// `stoch_k_n_k_d`, `stoch_d_n_k_d`: the raw stochastic over n rows smoothed with a mean of k,
    /// and that again with a mean of d.
    ///
    /// Both are undefined before row n - 1 + k - 1 + d - 1.
    ///
    /// **Source:** TA-Lib `STOCH`; Lane.
    static let slowStochastic = IndicatorFamily([
        shape("stoch_k", "Slow stochastic %K: smoothed place of the close in the range") {
            plan,
            parameters in
            plan.slowStochastic(parameters.period(0), parameters.period(1))
        },
        shape("stoch_d", "Slow stochastic %D: mean of %K") { plan, parameters in
            let slow = plan.slowStochastic(parameters.period(0), parameters.period(1))
            let start = parameters.period(0) + parameters.period(1) - 2
            return plan.slidingMean(slow, parameters.period(2), from: start)
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
            defaults: ["14_3_3"],
            .percent,
            meaning,
            warmUp: { $0.period(0) + $0.period(1) + $0.period(2) - 3 },
            build: build
        )
    }
}

extension KernelPlan {
    fileprivate mutating func slowStochastic(_ period: Int, _ smoothing: Int) -> Int {
        slidingMean(rawStochastic(period), smoothing, from: period - 1)
    }
}
