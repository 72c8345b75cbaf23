import ChandlerCore
import Testing

/// Rounding a block must be what rounding its values one by one is, bit for bit.
@Suite struct TenDigitsBlockTests {
    private func expectSame(_ values: [Double], _ note: String) {
        var block = values
        block.withUnsafeMutableBufferPointer { TenDigits.round($0) }
        for (value, found) in zip(values, block) {
            let plain = TenDigits(value)?.double ?? .nan
            #expect(found.bitPattern == plain.bitPattern, "\(value) \(note)")
            #expect(TenDigits.rounded(value).bitPattern == plain.bitPattern, "\(value) \(note)")
        }
    }

    @Test(arguments: [0, 1, 2, 255, 256, 257, 1_000])
    func valuesOfOneDecadeAreRoundedAlike(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        for power in -14...23 {
            let scale = Double("1e\(power)") ?? .nan
            let values = (0..<count).map { _ in
                Double.random(in: 1..<9.999, using: &generator) * scale
                    * (Bool.random(using: &generator) ? 1 : -1)
            }
            expectSame(values, "1e\(power)")
        }
    }

    @Test(arguments: UInt64(1)...8)
    func valuesOfManyDecadesZerosAndUndefinedOnesToo(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let odd: [Double] = [
            0, -0.0, .nan, .infinity, -.infinity, 1e-13, 1e300, .leastNonzeroMagnitude, 1e10,
        ]
        for kind in 0..<4 {
            let values: [Double] = (0..<2_000).map { _ in
                if kind > 1, Int.random(in: 0..<(kind == 2 ? 700 : 7), using: &generator) == 0 {
                    return odd[Int.random(in: 0..<odd.count, using: &generator)]
                }
                if kind > 0, Int.random(in: 0..<9, using: &generator) == 0 { return -0.0 }
                let power = Int.random(in: -12...9, using: &generator)
                let digits = Double.random(in: -10...10, using: &generator)
                return digits * (Double("1e\(power)") ?? .nan)
            }
            expectSame(values, "seed \(seed) kind \(kind)")
        }
    }

    /// Both neighbours of every power of ten, of every power of two, and ties.
    @Test func edgesOfDecadesAreRoundedAlike() {
        var edges: [Double] = []
        for power in -13...23 {
            var (low, high) = (Double("1e\(power)") ?? .nan, Double("1e\(power)") ?? .nan)
            edges.append(low)
            for _ in 0..<20 {
                (low, high) = (low.nextDown, high.nextUp)
                edges += [low, high]
            }
            edges += [low * 9.999_999_999_5, low * 9.999_999_999_499, low * 1.000_000_000_5]
        }
        for power in -44...75 {
            let value = Double(sign: .plus, exponent: power, significand: 1)
            edges += [value, value.nextUp, value.nextDown]
        }
        expectSame(edges, "together")
        // Without what one by one rounding is needed for.
        expectSame(edges.filter { $0 >= 1e-12 && $0 < 1e10 }, "ordinary")
        for edge in edges { expectSame([edge, -edge], "alone") }
    }
}
