import ChandlerCore
import ChandlerPostgres

/// Makes the images of the ten-digit numbers of whole columns, several times faster than one by one.
///
/// An ordinary number has ten digits, which lie in three groups of four or, where a group's border
/// comes after the first and before the last digit, in four. What is left to find out is the decade,
/// from which nearly everything else follows, and how many zeros the last group ends in.
enum NumericImages {
    /// Makes the image of each value's ``TenDigits``.
    ///
    /// - Parameters:
    ///   - values: The doubles.
    ///   - count: How many there are.
    ///   - heads: Room for `count` words; 0 is put where a value is not finite.
    ///   - groups: Room for `count` words.
    /// - Returns: Whether all values are finite.
    static func make(
        of values: UnsafePointer<Double>,
        count: Int,
        heads: UnsafeMutablePointer<UInt64>,
        groups: UnsafeMutablePointer<UInt64>
    ) -> Bool {
        var isWhole = true
        tables.with { binades, decades, zeros in
            for index in 0..<count {
                let value = values[index]
                let magnitude = value.magnitude
                if magnitude >= smallest && magnitude < 1e8 {
                    let binade = binades[
                        Int(truncatingIfNeeded: magnitude.bitPattern >> 52) &- firstBinade
                    ]
                    let isAbove = magnitude >= binade.boundary ? 1 : 0
                    let decade = decades + (binade.decade &+ isAbove)
                    // Adding 2^52 leaves no room for a fraction: the sum's last bits are the nearest
                    // whole number, ties to even.
                    let sum = magnitude * decade.pointee.scale + 0x1p52
                    let digits = sum.bitPattern & 0x000F_FFFF_FFFF_FFFF
                    let factor = decade.pointee.factor
                    var upper = digits &* factor
                    var fourth: UInt64 = 0
                    if factor == 0 {
                        upper = digits / 10
                        fourth = (digits &- upper &* 10) &* 1_000
                    }
                    let first = upper / 100_000_000
                    let lower = UInt32(truncatingIfNeeded: upper &- first &* 100_000_000)
                    let second = lower / 10_000
                    let third = lower &- second &* 10_000
                    // Also refuses what was rounded up into the next decade.
                    if third != 0 {
                        let hidden = UInt64(zeros[Int(truncatingIfNeeded: third)])
                        let fewer = 0 &- hidden &* NumericImage.decimalStep
                        // Without a branch, which would be guessed wrong for every tenth value.
                        let isLonger: UInt64 = fourth == 0 ? 0 : .max
                        let change = fewer ^ (fewer ^ oneGroupMore) & isLonger
                        let sign = value.bitPattern >> 18 & NumericImage.negative
                        heads[index] = (decade.pointee.head &+ change) | sign
                        groups[index] =
                            first | UInt64(second) << 16 | UInt64(third) << 32 | fourth << 48
                        continue
                    }
                }
                let image = image(of: value)
                heads[index] = image?.head ?? 0
                groups[index] = image?.groups ?? 0
                isWhole = isWhole && image != nil
            }
        }
        return isWhole
    }

    /// The image of any double's ten digits; `nil` for NaN and infinities.
    static func image(of value: Double) -> NumericImage? {
        TenDigits(value).map { NumericImage(mantissa: $0.mantissa, exponent: $0.exponent) }
    }

    /// Below it, scaling needs a power of ten that is not exact.
    private static let smallest = 1e-12
    /// The biased exponent of the binade that holds `smallest`.
    private static let firstBinade = 1_023 - 40
    /// A fourth group holds one digit.
    private static let oneGroupMore = NumericImage.groupStep + NumericImage.decimalStep
    private static let tables = Tables()

    /// What a binade knows of the decades in it.
    private struct Binade {
        /// The first magnitude of the binade that belongs to the higher decade.
        var boundary: Double
        /// The position of the lower decade.
        var decade: Int
    }

    /// What numbers of a decade have in common.
    private struct Decade {
        /// What brings them to ten whole digits.
        var scale: Double
        /// What shifts the digits to the end of the third group; 0 where the tenth is in a fourth.
        var factor: UInt64
        /// The head of a positive number of three groups whose last digit is not zero.
        var head: UInt64
    }

    private struct Tables {
        private let binades: [Binade]
        private let decades: [Decade]
        /// How many zeros a group ends in.
        private let zeros: [UInt8]

        init() {
            let powers = -13...8
            let starts = powers.map { TenDigits.start(ofDecade: $0) }
            binades = (firstBinade...(1_023 + 26)).map { binade in
                let start = Double(sign: .plus, exponent: binade - 1_023, significand: 1)
                let decade = starts.lastIndex { $0 <= start } ?? 0
                return Binade(boundary: starts[decade + 1], decade: decade)
            }
            decades = powers.map { power in
                let weight = power >> 2
                return Decade(
                    // From 1 on, a decade begins at the power itself.
                    scale: TenDigits.start(ofDecade: 9 - power),
                    factor: [1, 10, 100, 0][(power - 9) & 3],
                    head: NumericImage.shortHead + 3 * NumericImage.groupStep
                        + UInt64(4 * (2 - weight)) * NumericImage.decimalStep
                        + NumericImage.weight(weight)
                )
            }
            zeros = (0..<10_000).map { group in
                group % 10 != 0 ? 0 : group % 100 != 0 ? 1 : group % 1_000 != 0 ? 2 : 3
            }
        }

        @inline(__always)
        func with(
            _ body: (UnsafePointer<Binade>, UnsafePointer<Decade>, UnsafePointer<UInt8>) -> Void
        ) {
            binades.withUnsafeBufferPointer { binades in
                decades.withUnsafeBufferPointer { decades in
                    zeros.withUnsafeBufferPointer { zeros in
                        guard let binades = binades.baseAddress, let decades = decades.baseAddress,
                            let zeros = zeros.baseAddress
                        else { return }
                        body(binades, decades, zeros)
                    }
                }
            }
        }
    }
}
