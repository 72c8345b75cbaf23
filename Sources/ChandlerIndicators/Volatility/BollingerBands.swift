extension IndicatorFamily {
    /// `bb_*_n_k`: middle = sma_n, upper and lower = middle +- k sd, sd the population deviation of
    /// the last n closes; pctb = (c - lower) / (upper - lower), undefined where the bands meet;
    /// bandwidth = (upper - lower) / middle.
    ///
    /// First row n - 1.
    ///
    /// **Source:** TA-Lib `BBANDS`; Bollinger, 1983. The last two are ratios, not times 100.
    static let bollingerBands = IndicatorFamily([
        shape("bb_upper", .price, "Upper Bollinger band") { $0.bollinger($1).upper },
        shape("bb_middle", .price, "Middle Bollinger band: simple average of the close") {
            $0.slidingMean(RawColumn.close, $1.period(0))
        },
        shape("bb_lower", .price, "Lower Bollinger band") { $0.bollinger($1).lower },
        shape("bb_pctb", .ratio, "Place of the close between the Bollinger bands") {
            $0.bollingerPlace($1)
        },
        shape("bb_bandwidth", .ratio, "Width of the Bollinger bands over their middle") {
            $0.bollingerWidth($1)
        },
    ])

    private static func shape(
        _ stem: String,
        _ unit: IndicatorInfo.Unit,
        _ meaning: String,
        _ build: @escaping @Sendable (inout KernelPlan, Parameters) -> Int
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period(from: 2), .factor],
            defaults: ["20_2"],
            unit,
            meaning,
            warmUp: { $0.period(0) - 1 },
            build: build
        )
    }
}

extension KernelPlan {
    fileprivate mutating func bollinger(_ parameters: Parameters) -> (upper: Int, lower: Int) {
        let (period, factor) = (parameters.period(0), parameters.factor(1))
        let mean = slidingMean(RawColumn.close, period)
        let squares = slidingSquares(RawColumn.close, period)
        let upper = formula("bb \(period) \(factor)", outputs: 2) { block, output in
            let (mean, squares) = (block[mean], block[squares])
            let (upper, lower) = (block[output], block[output + 1])
            let share = 1 / Double(period)
            for index in 0..<block.count {
                let distance = factor * (squares[index] * share).squareRoot()
                upper[index] = mean[index] + distance
                lower[index] = mean[index] - distance
            }
        }
        return (upper, upper + 1)
    }

    fileprivate mutating func bollingerPlace(_ parameters: Parameters) -> Int {
        let bands = bollinger(parameters)
        return formula("bb place \(bands.upper)") { block, output in
            let (upper, lower) = (block[bands.upper], block[bands.lower])
            let (close, result) = (block[RawColumn.close], block[output])
            for index in 0..<block.count {
                result[index] = (close[index] - lower[index]) / (upper[index] - lower[index])
            }
        }
    }

    fileprivate mutating func bollingerWidth(_ parameters: Parameters) -> Int {
        let bands = bollinger(parameters)
        let mean = slidingMean(RawColumn.close, parameters.period(0))
        return formula("bb width \(bands.upper)") { block, output in
            let (upper, lower) = (block[bands.upper], block[bands.lower])
            let (mean, result) = (block[mean], block[output])
            for index in 0..<block.count {
                result[index] = (upper[index] - lower[index]) / mean[index]
            }
        }
    }
}
