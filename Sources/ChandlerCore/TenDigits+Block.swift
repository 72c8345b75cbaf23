/// Rounding of whole columns, several times faster than value by value.
///
/// The result is that of ``rounded(_:)``, bit for bit. Two things make it cheap: a binade holds at
/// most one power of ten, so one comparison finds the decade of a value without a branch; and
/// neighbours in a column mostly lie in one decade, where not even that comparison is needed.
extension TenDigits {
    /// Rounds every value in place to the double that reading its ten-digit text back gives.
    ///
    /// - Parameter block: Any doubles; what is not finite becomes NaN.
    public static func round(_ block: UnsafeMutableBufferPointer<Double>) {
        guard let base = block.baseAddress else { return }
        var start = 0
        while start < block.count {
            let count = min(chunk, block.count - start)
            roundChunk(base + start, count)
            start += count
        }
    }

    /// Values that are looked at together: short enough to mostly lie in one decade.
    private static let chunk = 256

    private static func roundChunk(_ values: UnsafeMutablePointer<Double>, _ count: Int) {
        var low = Double.infinity
        var high = 0.0
        var defined = 0
        for index in 0..<count {
            let magnitude = values[index].magnitude
            // Zero has no decade, and any scale leaves it as it is.
            let ranked = magnitude == 0 ? 1 : magnitude
            low = ranked < low ? ranked : low
            high = magnitude > high ? magnitude : high
            // Comparisons with NaN are false.
            defined += magnitude <= .greatestFiniteMagnitude ? 1 : 0
        }
        guard defined == count, low >= smallest, high < 1e10 else {
            for index in 0..<count { values[index] = rounded(values[index]) }
            return
        }
        decades.withUnsafeBufferPointer { decades in
            let (first, last) = (scale(of: low, decades), scale(of: max(high, low), decades))
            if first == last {
                roundAlike(values, count, scale: first)
            } else {
                roundMixed(values, count, decades)
            }
        }
    }

    /// Rounds values of one decade; the compiler turns the loop into vector instructions.
    private static func roundAlike(
        _ values: UnsafeMutablePointer<Double>,
        _ count: Int,
        scale: Double
    ) {
        for index in 0..<count {
            let result = toWhole(values[index].magnitude * scale) / scale
            values[index] = values[index] < 0 ? -result : result
        }
    }

    private static func roundMixed(
        _ values: UnsafeMutablePointer<Double>,
        _ count: Int,
        _ decades: UnsafeBufferPointer<Decade>
    ) {
        for index in 0..<count {
            let scale = scale(of: values[index].magnitude, decades)
            let result = toWhole(values[index].magnitude * scale) / scale
            values[index] = values[index] < 0 ? -result : result
        }
    }

    /// The power of ten that leaves ten digits before the point.
    @inline(__always)
    private static func scale(
        of magnitude: Double,
        _ decades: UnsafeBufferPointer<Decade>
    ) -> Double {
        let binade = max(Int(magnitude.bitPattern >> 52), firstBinade) - firstBinade
        let decade = decades[binade]
        return magnitude < decade.boundary ? decade.below : decade.above
    }

    /// The nearest whole number, ties to even, of a value from 0 to 2^51.
    ///
    /// Above 2^52 a double has no fraction, so the addition rounds. Where the processor's own
    /// instruction is not in the baseline, `rounded()` would call the C library.
    @inline(__always)
    static func toWhole(_ value: Double) -> Double { (value + 0x1p52) - 0x1p52 }

    /// Below it, scaling needs a power of ten that is not exact.
    private static let smallest = 1e-12

    /// The biased exponent of the binade that holds `smallest`.
    private static let firstBinade = 1_023 - 40

    /// What a binade knows of the decades in it.
    private struct Decade {
        /// The first magnitude of the binade that belongs to the higher decade.
        var boundary: Double
        var below: Double
        var above: Double
    }

    /// One element per binade from that of 1e-12 to that of 1e10.
    private static let decades: [Decade] = (firstBinade...(1_023 + 33)).map { binade in
        let start = max(Double(sign: .plus, exponent: binade - 1_023, significand: 1), smallest)
        let end = Double(sign: .plus, exponent: binade - 1_022, significand: 1).nextDown
        let (below, above) = (decimalExponent(start), decimalExponent(end))
        return Decade(
            boundary: below == above ? .infinity : firstMagnitude(of: above, start, end),
            below: powers[9 - below],
            above: powers[max(0, 9 - above)]
        )
    }

    /// The smallest double from `start` to `end` whose exponent is `power`, by bisection.
    private static func firstMagnitude(of power: Int, _ start: Double, _ end: Double) -> Double {
        var (low, high) = (start.bitPattern, end.bitPattern)
        while low < high {
            let middle = low + (high - low) / 2
            if decimalExponent(Double(bitPattern: middle)) < power {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return Double(bitPattern: low)
    }
}
