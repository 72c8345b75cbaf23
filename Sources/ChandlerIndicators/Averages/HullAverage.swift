extension IndicatorFamily {
    /// `hma_n` = WMA over floor(sqrt(n)) of 2 WMA over n/2 - WMA over n, n/2 rounded down.
    ///
    /// First row n - 1 + floor(sqrt(n)) - 1. For odd n others round the half up.
    ///
    /// **Source:** TA-Lib `HMA`; Hull, 2005.
    static let hullAverage = IndicatorFamily([
        ColumnShape(
            "hma",
            [.period(from: 2)],
            defaults: ["20"],
            .price,
            "Hull moving average of the close",
            warmUp: { $0.period(0) + wholeRoot($0.period(0)) - 2 },
            build: { $0.hullAverage($1.period(0)) }
        )
    ])
}

/// The largest whole number whose square is at most `number`.
private func wholeRoot(_ number: Int) -> Int {
    Int(Double(number).squareRoot())
}

extension KernelPlan {
    fileprivate mutating func hullAverage(_ period: Int) -> Int {
        let half = weightedAverage(RawColumn.close, period / 2)
        let whole = weightedAverage(RawColumn.close, period)
        let raw = formula("hma raw \(period)") { block, output in
            let (half, whole, result) = (block[half], block[whole], block[output])
            for index in 0..<block.count { result[index] = 2 * half[index] - whole[index] }
        }
        return weightedAverage(raw, wholeRoot(period), from: period - 1)
    }
}
