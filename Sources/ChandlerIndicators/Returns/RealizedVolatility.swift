extension IndicatorFamily {
    /// `realized_vol_n`: the sample deviation (divided by n - 1) of the last n log returns, not
    /// annualised; undefined where one of them is.
    ///
    /// First row n.
    static let realizedVolatility = IndicatorFamily([
        ColumnShape(
            "realized_vol",
            [.period(from: 2)],
            defaults: ["20"],
            .ratio,
            "Sample standard deviation of the log returns",
            warmUp: { $0.period(0) },
            build: { $0.realizedVolatility($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func realizedVolatility(_ period: Int) -> Int {
        let squares = slidingSquares(logReturn(), period, from: 1)
        return formula("realized \(period)") { block, output in
            let (squares, result) = (block[squares], block[output])
            let share = 1 / Double(period - 1)
            for index in 0..<block.count {
                result[index] = (squares[index] * share).squareRoot()
            }
        }
    }
}
