extension IndicatorFamily {
    /// `macd_f_s_g`, `macd_signal_f_s_g`, `macd_hist_f_s_g`: fast less slow EMA of the close, the
    /// EMA of that, and the difference.
    ///
    /// Both lines start on row s - 1: the fast one is seeded with the mean of the f closes up to
    /// that row, unlike `ema_f`. All three are undefined before row s - 1 + g - 1.
    ///
    /// **Source:** TA-Lib `MACD`; Appel, 1979. TradingView seeds the fast line on row f - 1.
    static let convergenceDivergence = IndicatorFamily([
        shape("macd", "MACD line: fast less slow exponential average") { $0.line },
        shape("macd_signal", "MACD signal: exponential average of the MACD line") { $0.signal },
        shape("macd_hist", "MACD histogram: MACD line less its signal") { $0.histogram },
    ])

    private static func shape(
        _ stem: String,
        _ meaning: String,
        _ column: @escaping @Sendable (ConvergenceColumns) -> Int
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period, .period, .period],
            defaults: ["12_26_9"],
            .price,
            meaning,
            relation: { parameters in
                parameters.period(0) < parameters.period(1)
                    ? nil : "needs a fast period shorter than the slow one"
            },
            warmUp: { $0.period(1) + $0.period(2) - 2 },
            build: { column($0.convergence($1.period(0), $1.period(1), $1.period(2))) }
        )
    }
}

/// The three columns of MACD.
private struct ConvergenceColumns {
    let line: Int
    let signal: Int
    let histogram: Int
}

extension KernelPlan {
    fileprivate mutating func convergence(
        _ fast: Int,
        _ slow: Int,
        _ signal: Int
    ) -> ConvergenceColumns {
        let fastLine = exponentialAverage(RawColumn.close, fast, from: slow - fast)
        let slowLine = exponentialAverage(RawColumn.close, slow)
        let line = difference(fastLine, slowLine)
        let signalLine = exponentialAverage(line, signal, from: slow - 1)
        return ConvergenceColumns(
            line: line,
            signal: signalLine,
            histogram: difference(line, signalLine)
        )
    }

    /// One column less another.
    private mutating func difference(_ first: Int, _ second: Int) -> Int {
        formula("difference \(first) \(second)") { block, output in
            let (first, second, result) = (block[first], block[second], block[output])
            for index in 0..<block.count { result[index] = first[index] - second[index] }
        }
    }
}
