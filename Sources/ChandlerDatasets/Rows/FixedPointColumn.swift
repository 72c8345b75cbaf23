import ChandlerCore

/// Turns columns of 1e-8 units into doubles, as `Price.double` and `Quantity.double` do.
enum FixedPointColumn {
    /// Up to here a number of units is exact as a double, so that one division rounds once.
    private static let exact: UInt64 = 1 << 53

    /// Converts prices.
    static func convert(
        _ units: UnsafePointer<Int64>,
        _ count: Int,
        to target: UnsafeMutablePointer<Double>
    ) {
        var bits: UInt64 = 0
        for index in 0..<count { bits |= units[index].magnitude }
        if bits < exact {
            for index in 0..<count { target[index] = Double(units[index]) / 1e8 }
        } else {
            for index in 0..<count { target[index] = Price(raw: units[index]).double }
        }
    }

    /// Converts volumes.
    static func convert(
        _ units: UnsafePointer<Int128>,
        _ count: Int,
        to target: UnsafeMutablePointer<Double>
    ) {
        for index in 0..<count {
            let value = units[index]
            let low = Int64(truncatingIfNeeded: value)
            target[index] =
                Int128(low) == value && low.magnitude < exact
                ? Double(low) / 1e8 : Quantity(raw: value).double
        }
    }
}
