extension IndicatorFamily {
    /// Ichimoku: `tenkan_n` and `kijun_n` are middles of the range over n rows, `span_a_now` is
    /// the mean of those over 9 and 26, `span_b_now_n` the middle over n; the `plot` columns are
    /// the spans of 25 rows before, as a chart draws them.
    ///
    /// `ichimoku_chikou_plot` looks ahead: ``ChartOnly`` has it, no set takes it.
    ///
    /// **Source:** TA-Lib `MIDPRICE`; shifts as TradingView, 26 - 1.
    static let ichimoku = IndicatorFamily([
        line("ichimoku_tenkan", "9", "Ichimoku conversion line", shift: 0),
        line("ichimoku_kijun", "26", "Ichimoku base line", shift: 0),
        spanA("ichimoku_span_a_now", "Ichimoku leading span A, known now", shift: 0),
        line("ichimoku_span_b_now", "52", "Ichimoku leading span B, known now", shift: 0),
        spanA("ichimoku_span_a_plot", "Ichimoku span A where charts draw it", shift: 25),
        line("ichimoku_span_b_plot", "52", "Ichimoku span B where charts draw it", shift: 25),
        ColumnShape(
            "ichimoku_chikou_plot",
            [],
            defaults: [],
            .price,
            ChartOnly.chikouInfo.meaning,
            looksAhead: true,
            warmUp: { _ in 0 },
            build: { _, _ in RawColumn.close }
        ),
    ])

    private static func line(
        _ stem: String,
        _ period: String,
        _ meaning: String,
        shift: Int
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period],
            defaults: [period],
            .price,
            meaning,
            warmUp: { $0.period(0) - 1 + shift },
            build: { plan, parameters in
                let middle = plan.midpoint(parameters.period(0))
                return shift == 0 ? middle : plan.delayed(middle, by: shift)
            }
        )
    }

    private static func spanA(_ stem: String, _ meaning: String, shift: Int) -> ColumnShape {
        ColumnShape(
            stem,
            [],
            defaults: [],
            .price,
            meaning,
            warmUp: { _ in 25 + shift },
            build: { plan, _ in
                let span = plan.middle(plan.midpoint(9), plan.midpoint(26))
                return shift == 0 ? span : plan.delayed(span, by: shift)
            }
        )
    }
}
