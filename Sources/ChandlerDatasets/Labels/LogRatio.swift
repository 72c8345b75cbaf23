import ChandlerCore

/// The natural logarithm of `later` / `earlier`, or NaN where either price is not positive.
///
/// It is made of additions, multiplications and divisions only, in a fixed order, so that its
/// last bit is the same on every machine; the C library's `log` does not promise that. Near 1 it
/// starts from the exact difference of the prices, which a quotient of doubles would lose.
///
/// **Range:** relative error below 1e-15.
/// **Source:** log(x) = 2 artanh((x - 1) / (x + 1)), Abramowitz and Stegun 4.1.27.
func logRatio(of later: Price, to earlier: Price) -> Double {
    guard later.raw > 0, earlier.raw > 0 else { return .nan }
    let difference = Double(later.raw - earlier.raw)
    let sum = Double(later.raw + earlier.raw)
    let ratio = difference / sum
    // |ratio| < 0.1715 means that the quotient lies between 1 / sqrt(2) and sqrt(2).
    if ratio.magnitude < 0.1715 { return 2 * inverseTangent(ratio) }
    return wideLogarithm(Double(later.raw) / Double(earlier.raw))
}

/// Fills `results` with ``logRatio(of:to:)`` of pairs of prices in units of 1e-8.
///
/// Prices that are not positive mean that there is none. The loops have no branches, so that they
/// work on several rows at once; what they cannot do is done again one by one.
func logRatios(
    of later: UnsafePointer<Int64>,
    to earlier: UnsafePointer<Int64>,
    into results: UnsafeMutableBufferPointer<Double>
) {
    var near = 0
    for row in 0..<results.count {
        let ratio =
            Double(later[row] &- earlier[row]) / Double(later[row] &+ earlier[row])
        results[row] = 2 * inverseTangent(ratio)
        let isPositive = later[row] > 0 && earlier[row] > 0
        near &+= isPositive && ratio.magnitude < 0.1715 ? 1 : 0
    }
    guard near < results.count else { return }
    for row in 0..<results.count {
        results[row] = logRatio(of: Price(raw: later[row]), to: Price(raw: earlier[row]))
    }
}

/// log(x) of any positive finite double.
private func wideLogarithm(_ value: Double) -> Double {
    var exponent = Double(value.exponent)
    var significand = value.significand
    if significand > 2.0.squareRoot() {
        significand /= 2
        exponent += 1
    }
    // log(2) in two parts; the first has few enough bits that its product is exact.
    let high = exponent * 0x1.62e42fefap-1
    let low = exponent * 0x1.cf79abc9e3b3ap-40
    return high + (low + 2 * inverseTangent((significand - 1) / (significand + 1)))
}

/// artanh(x) for |x| < 0.172: its power series, whose next term is below 1e-18 of the first.
@inline(__always)
private func inverseTangent(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0 / 23
    sum = sum * square + 1.0 / 21
    sum = sum * square + 1.0 / 19
    sum = sum * square + 1.0 / 17
    sum = sum * square + 1.0 / 15
    sum = sum * square + 1.0 / 13
    sum = sum * square + 1.0 / 11
    sum = sum * square + 1.0 / 9
    sum = sum * square + 1.0 / 7
    sum = sum * square + 1.0 / 5
    sum = sum * square + 1.0 / 3
    return x + x * square * sum
}
