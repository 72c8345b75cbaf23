extension IndicatorFamily {
    /// `donchian_*_n`: the highest high and lowest low of the last n rows, this one included, and
    /// their mean.
    ///
    /// First row n - 1.
    ///
    /// **Source:** TA-Lib `DONCHIAN`.
    static let donchianChannel = IndicatorFamily([
        shape("donchian_upper", "Highest high") { $0.slidingRange($1).highest },
        shape("donchian_middle", "Middle between highest high and lowest low") {
            $0.midpoint($1)
        },
        shape("donchian_lower", "Lowest low") { $0.slidingRange($1).lowest },
    ])

    private static func shape(
        _ stem: String,
        _ meaning: String,
        _ build: @escaping @Sendable (inout KernelPlan, Int) -> Int
    ) -> ColumnShape {
        ColumnShape(
            stem,
            [.period],
            defaults: ["20"],
            .price,
            meaning,
            warmUp: { $0.period(0) - 1 },
            build: { build(&$0, $1.period(0)) }
        )
    }
}

extension KernelPlan {
    /// The middle between the highest high and the lowest low, from row `period - 1` on.
    mutating func midpoint(_ period: Int) -> Int {
        let range = slidingRange(period)
        return middle(range.highest, range.lowest)
    }

    /// The mean of two columns.
    mutating func middle(_ first: Int, _ second: Int) -> Int {
        formula("middle \(first) \(second)") { block, output in
            let (first, second, result) = (block[first], block[second], block[output])
            for index in 0..<block.count { result[index] = (first[index] + second[index]) / 2 }
        }
    }
}
