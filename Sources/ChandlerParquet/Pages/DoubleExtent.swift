/// Counts NaN and finds the bounds of everything else.
struct DoubleExtent {
    private(set) var nanCount = 0
    private var count = 0
    private var minimum = Double.infinity
    private var maximum = -Double.infinity

    /// Takes in more values and says how many of them are NaN.
    @discardableResult
    mutating func include(_ values: UnsafeBufferPointer<Double>) -> Int {
        typealias Lanes = SIMD8<Double>
        var low = Lanes(repeating: minimum)
        var high = Lanes(repeating: maximum)
        var nans = SIMD8<Int64>.zero
        let whole = values.count / 8 * 8
        let raw = UnsafeRawBufferPointer(values)
        for index in stride(from: 0, to: whole, by: 8) {
            let lanes = raw.loadUnaligned(fromByteOffset: index * 8, as: Lanes.self)
            // Comparisons with NaN are false, so NaN never becomes a bound.
            low.replace(with: lanes, where: lanes .< low)
            high.replace(with: lanes, where: lanes .> high)
            nans.replace(with: nans &+ 1, where: lanes .!= lanes)
        }
        var found = Int(nans.wrappedSum())
        for lane in 0..<8 {
            minimum = low[lane] < minimum ? low[lane] : minimum
            maximum = high[lane] > maximum ? high[lane] : maximum
        }
        for value in values[whole...] {
            found += value.isNaN ? 1 : 0
            minimum = value < minimum ? value : minimum
            maximum = value > maximum ? value : maximum
        }
        nanCount += found
        count += values.count
        return found
    }

    /// The bounds as statistics, missing where there is nothing but NaN.
    ///
    /// The format lets -0 and +0 be equal, so a zero bound takes the sign that includes both.
    var bounds: (minimum: [UInt8], maximum: [UInt8])? {
        guard nanCount < count else { return nil }
        return (
            Self.bytes(minimum == 0 ? -0.0 : minimum),
            Self.bytes(maximum == 0 ? 0.0 : maximum)
        )
    }

    private static func bytes(_ value: Double) -> [UInt8] {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
}
