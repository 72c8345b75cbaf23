extension IndicatorFamily {
    /// `log_return` = ln(c / c[t-1]); undefined where either is not positive.
    ///
    /// First row 1.
    ///
    /// Computed from the difference, so that returns near 0 keep all their digits, and in plain
    /// arithmetic, so that every machine gives the same bits.
    static let logReturn = IndicatorFamily([
        ColumnShape(
            "log_return",
            [],
            defaults: [],
            .ratio,
            "Natural logarithm of the close over the close before",
            warmUp: { _ in 1 },
            build: { plan, _ in plan.logReturn() }
        )
    ])
}

extension KernelPlan {
    /// Logarithmic returns, from row 1 on.
    mutating func logReturn() -> Int {
        formula("log return") { block, output in
            let (close, result) = (block[RawColumn.close], block[output])
            for index in 0..<block.count {
                result[index] = logRatio(close[index], close[index - 1])
            }
        }
    }
}

/// ln(value / base), NaN unless both are positive.
///
/// ln(a / b) = 2 artanh((a - b) / (a + b)), whose series ends after a few terms for small moves.
@inline(__always)
func logRatio(_ value: Double, _ base: Double) -> Double {
    let ratio = (value - base) / (value + base)
    let square = ratio * ratio
    // Up to here the first omitted term, 2 z^13 / 13, is below half a unit in the last place.
    if smaller(value, base) > 0 && square < 1.0 / 4096 {
        let inner = 1.0 / 7 + square * (1.0 / 9 + square * (1.0 / 11))
        let outer = 1.0 / 3 + square * (1.0 / 5 + square * inner)
        return 2 * (ratio + ratio * square * outer)
    }
    return largeLogRatio(value, base)
}

/// As ``logRatio(_:_:)``, for moves of more than about 3 %.
@inline(never)
private func largeLogRatio(_ value: Double, _ base: Double) -> Double {
    guard value > 0, base > 0 else { return .nan }
    // Below sqrt(2) the series needs no help; beyond, powers of two are taken out first.
    let ratio = (value - base) / (value + base)
    if ratio.magnitude < 0.17 { return twiceArtanh(ratio) }
    let quotient = value / base
    var mantissa = quotient.significand
    var exponent = Double(quotient.exponent)
    if mantissa > 1.414213562373095 {
        mantissa /= 2
        exponent += 1
    }
    // ln 2 in two parts, the first short enough for exact multiples.
    let high = exponent * 0.693147180369123816490
    let low = exponent * 1.90821492927058770002e-10
    return high + (twiceArtanh((mantissa - 1) / (mantissa + 1)) + low)
}

/// 2 artanh(ratio) for ratios up to 0.172: the terms up to the 25th power are enough.
private func twiceArtanh(_ ratio: Double) -> Double {
    let square = ratio * ratio
    var series = 0.0
    for power in stride(from: 25.0, through: 3, by: -2) { series = (series + 1 / power) * square }
    return 2 * (ratio + ratio * series)
}
