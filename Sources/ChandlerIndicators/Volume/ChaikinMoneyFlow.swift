extension IndicatorFamily {
    /// `cmf_n`: the terms of `ad` summed over n rows, over the sum of their volumes; 0 where that
    /// is 0.
    ///
    /// First row n - 1.
    ///
    /// **Source:** TA-Lib `CMF`; Chaikin.
    static let chaikinMoneyFlow = IndicatorFamily([
        ColumnShape(
            "cmf",
            [.period],
            defaults: ["20"],
            .ratio,
            "Chaikin money flow",
            warmUp: { $0.period(0) - 1 },
            build: { $0.chaikinMoneyFlow($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func chaikinMoneyFlow(_ period: Int) -> Int {
        let flow = slidingSum(closeLocationVolume(), period)
        let volume = slidingSum(RawColumn.volume, period)
        return formula("cmf \(period)") { block, output in
            let (flow, volume, result) = (block[flow], block[volume], block[output])
            for index in 0..<block.count {
                let value = flow[index] / volume[index]
                result[index] = volume[index] == 0 ? 0 : value
            }
        }
    }
}
