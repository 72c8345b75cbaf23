extension IndicatorFamily {
    /// `cci_n` = (tp - m) / (0.015 d), m the mean of the last n typical prices, d their mean
    /// absolute deviation from it; 0 where |tp - m| or the sum of deviations is below 1e-14.
    ///
    /// First row n - 1.
    ///
    /// **Source:** TA-Lib `CCI`; Lambert, 1980.
    static let commodityChannel = IndicatorFamily([
        ColumnShape(
            "cci",
            [.period(from: 2)],
            defaults: ["20"],
            .percent,
            "Commodity channel index",
            warmUp: { $0.period(0) - 1 },
            build: { $0.commodityChannel($1.period(0)) }
        )
    ])
}

extension KernelPlan {
    fileprivate mutating func commodityChannel(_ period: Int) -> Int {
        let typical = typicalPrice()
        let mean = slidingMean(typical, period)
        return add("cci \(period)") {
            CommodityChannelKernel(typical: typical, mean: mean, output: $0, period: period)
        }
    }
}

/// Sums the deviations of every period anew: the mean they are taken from moves with each row.
private struct CommodityChannelKernel: Kernel {
    let typical: Int
    let mean: Int
    let output: Int
    let period: Int
    /// The typical prices of the last `period - 1` rows, the oldest first.
    private var history: [Double]

    init(typical: Int, mean: Int, output: Int, period: Int) {
        self.typical = typical
        self.mean = mean
        self.output = output
        self.period = period
        history = Array(repeating: 0, count: period - 1)
    }

    mutating func run(_ block: Block) {
        let older = period - 1
        let size = older + block.count
        withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { prices in
            guard let start = prices.baseAddress else { return }
            history.withUnsafeMutableBufferPointer { history in
                guard let history = history.baseAddress else { return }
                start.update(from: history, count: older)
                (start + older).update(from: block[typical], count: block.count)
                history.update(from: start + block.count, count: older)
            }
            fill(block, from: start)
        }
    }

    private func fill(_ block: Block, from prices: UnsafeMutablePointer<Double>) {
        let (mean, target) = (block[mean], block[output])
        let wide = block.count & ~7
        for index in stride(from: 0, to: wide, by: 8) {
            deviations(prices + index, mean + index, target + index)
        }
        for index in wide..<block.count {
            var sum = 0.0
            for age in 0..<period { sum += (prices[index + age] - mean[index]).magnitude }
            target[index] = sum
        }
        let (typical, count) = (block[typical], Double(period))
        for index in 0..<block.count {
            let (distance, sum) = (typical[index] - mean[index], target[index])
            let value = distance / (0.015 * (sum / count))
            target[index] = distance.magnitude < 1e-14 || sum < 1e-14 ? 0 : value
        }
    }

    /// The deviations of eight rows side by side, each summed from the oldest on.
    @inline(__always)
    private func deviations(
        _ prices: UnsafeMutablePointer<Double>,
        _ mean: UnsafeMutablePointer<Double>,
        _ target: UnsafeMutablePointer<Double>
    ) {
        let (meanA, meanB) = (vector(mean), vector(mean + 4))
        var (sumA, sumB) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        for age in 0..<period {
            sumA += magnitude(vector(prices + age) - meanA)
            sumB += magnitude(vector(prices + age + 4) - meanB)
        }
        for lane in 0..<4 {
            target[lane] = sumA[lane]
            target[lane + 4] = sumB[lane]
        }
    }

    mutating func visit(_ state: inout StateVisitor) {
        state.visit(&history)
    }
}

@inline(__always)
private func vector(_ values: UnsafeMutablePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Double>.self)
}

@inline(__always)
private func magnitude(_ values: SIMD4<Double>) -> SIMD4<Double> {
    let bits = unsafeBitCast(values, to: SIMD4<UInt64>.self)
    return unsafeBitCast(bits & (UInt64.max >> 1), to: SIMD4<Double>.self)
}
