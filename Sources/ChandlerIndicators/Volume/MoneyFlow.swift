extension IndicatorFamily {
    /// `mfi_n` = 100 P / (P + N), P and N the sums over n rows of typical price times volume on
    /// rows where the typical price rose and fell; 0 where P + N = 0.
    ///
    /// First row n.
    ///
    /// A difference of at most 1e-14 (|tp| + |tp[t-1]|) is no move: doubles break decimal ties.
    ///
    /// **Source:** TA-Lib `MFI`; Quong and Soudack, 1989.
    static let moneyFlow = IndicatorFamily([
        ColumnShape(
            "mfi",
            [.period],
            defaults: ["14"],
            .percent,
            "Money flow index",
            warmUp: { $0.period(0) },
            build: { $0.moneyFlow($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func moneyFlow(_ period: Int) -> Int {
        let flows = directedFlows()
        let positive = slidingSum(flows, period, from: 1)
        let negative = slidingSum(flows + 1, period, from: 1)
        return formula("mfi \(period)") { block, output in
            let (positive, negative) = (block[positive], block[negative])
            let result = block[output]
            for index in 0..<block.count {
                let total = positive[index] + negative[index]
                let value = 100 * positive[index] / total
                result[index] = total == 0 ? 0 : value
            }
        }
    }

    /// The columns of the flow on rising and on falling rows, 0 on the others.
    private mutating func directedFlows() -> Int {
        let (typical, money) = (typicalPrice(), moneyVolume())
        return formula("directed flows", outputs: 2) { block, output in
            let (price, money) = (block[typical], block[money])
            let (rising, falling) = (block[output], block[output + 1])
            for index in 0..<block.count {
                let difference = price[index] - price[index - 1]
                // Prices are never negative, so that their sum is that of the magnitudes.
                let noise = 1e-14 * (price[index] + price[index - 1])
                let amount = money[index]
                rising[index] = difference > noise ? amount : 0
                falling[index] = -difference > noise ? amount : 0
            }
        }
    }
}
