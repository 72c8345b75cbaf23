extension IndicatorFamily {
    /// `vwap_day`: typical price weighted by volume since the first row of the row's UTC day; 0
    /// until the day's first volume.
    ///
    /// First row 0.
    ///
    /// The only column that looks at the clock.
    ///
    /// **Source:** TA-Lib `VWAP` on each day.
    static let dayWeightedPrice = IndicatorFamily([
        ColumnShape(
            "vwap_day",
            [],
            defaults: [],
            .price,
            "Volume-weighted average price since midnight UTC; 0 before the day's first volume",
            warmUp: { _ in 0 },
            build: { plan, _ in
                let money = plan.moneyVolume()
                return plan.add("vwap day") { DayWeightedPriceKernel(money: money, output: $0) }
            }
        )
    ])
}

private struct DayWeightedPriceKernel: Kernel {
    private static let dayLength: Int64 = 86_400_000_000

    let money: Int
    let output: Int
    /// When the day at hand begins, microseconds since 1970; `Int64.min` before the first row.
    private var dayStart = Int64.min
    private var moneySum = 0.0
    private var volumeSum = 0.0

    init(money: Int, output: Int) {
        self.money = money
        self.output = output
    }

    mutating func run(_ block: Block) {
        let (money, volume, target) = (block[money], block[RawColumn.volume], block[output])
        let times = block.openTimes
        var (dayStart, moneySum, volumeSum) = (dayStart, moneySum, volumeSum)
        for index in 0..<block.count {
            // Wrapping: the very first day begins before every time there is.
            let isOtherDay = UInt64(bitPattern: times[index] &- dayStart) >= UInt64(Self.dayLength)
            if isOtherDay {
                dayStart = Self.start(of: times[index])
                (moneySum, volumeSum) = (0, 0)
            }
            moneySum += money[index]
            volumeSum += volume[index]
            let value = moneySum / volumeSum
            target[index] = volumeSum == 0 ? 0 : value
        }
        (self.dayStart, self.moneySum, self.volumeSum) = (dayStart, moneySum, volumeSum)
    }

    /// The beginning of the UTC day of a time, also before 1970.
    private static func start(of time: Int64) -> Int64 {
        let rest = time % dayLength
        return time &- (rest < 0 ? rest &+ dayLength : rest)
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&dayStart)
        state.visit(&moneySum)
        state.visit(&volumeSum)
    }
}
