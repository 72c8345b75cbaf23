extension IndicatorFamily {
    /// `aroon_up_n` = 100 (n - rows since the highest high) / n over the n + 1 rows t-n to t,
    /// `aroon_down_n` likewise for the lowest low, `aroonosc_n` the difference.
    ///
    /// Of equal extremes the latest counts. First row n.
    ///
    /// **Source:** TA-Lib `AROON`, `AROONOSC`; Chande, 1995.
    static let aroon = IndicatorFamily([
        shape("aroon_up", "Aroon up: how recent the highest high is", 0),
        shape("aroon_down", "Aroon down: how recent the lowest low is", 1),
        shape("aroonosc", "Aroon oscillator: Aroon up less Aroon down", 2),
    ])

    private static func shape(_ stem: String, _ meaning: String, _ place: Int) -> ColumnShape {
        ColumnShape(
            stem,
            [.period],
            defaults: ["14"],
            .percent,
            meaning,
            warmUp: { $0.period(0) },
            build: { plan, parameters in
                let period = parameters.period(0)
                return place
                    + plan.add("aroon \(period)", outputs: 3) {
                        AroonKernel(output: $0, period: period)
                    }
            }
        )
    }
}

private struct AroonKernel: Kernel {
    /// The column of Aroon up; down and the oscillator follow.
    let output: Int
    let period: Int
    private var highest: ExtremeAge
    private var lowest: ExtremeAge

    init(output: Int, period: Int) {
        self.output = output
        self.period = period
        highest = ExtremeAge(period: period + 1, sign: 1)
        lowest = ExtremeAge(period: period + 1, sign: -1)
    }

    mutating func run(_ block: Block) {
        let (up, down, difference) = (block[output], block[output + 1], block[output + 2])
        highest.run(block[RawColumn.high], up, block)
        lowest.run(block[RawColumn.low], down, block)
        let period = Double(period)
        for index in 0..<block.count {
            up[index] = 100 * (period - up[index]) / period
            down[index] = 100 * (period - down[index]) / period
            difference[index] = up[index] - down[index]
        }
    }

    mutating func visit(_ state: inout StateVisitor) {
        highest.visit(&state)
        lowest.visit(&state)
    }
}
