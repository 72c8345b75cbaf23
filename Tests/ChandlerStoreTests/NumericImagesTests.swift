import ChandlerCore
import ChandlerPostgres
import Testing

@testable import ChandlerStore

/// The fast images against those made one by one.
@Suite struct NumericImagesTests {
    /// Ordinary numbers, borders of decades and groups, and what no indicator ever gives.
    private static func values(_ generator: inout SeededGenerator) -> [Double] {
        var values: [Double] = [
            0, -0.0, .nan, .infinity, .leastNonzeroMagnitude, 1e300, 99_999_999.995, 1e8, 1e-12,
        ]
        for power in -14...12 {
            guard let start = Double("1e\(power)") else { continue }
            for value in [start, start * 9.99999999949, start * 9.99999999951, start * 1.0001] {
                values += [value, value.nextUp, value.nextDown, -value]
            }
        }
        for _ in 0..<20_000 {
            switch generator.int(0...5) {
            case 0: values.append(Double(bitPattern: generator.next()))
            case 1: values.append(Double(generator.int(-9_999_999...9_999_999)) / 1_000)
            case 2: values.append(Double(generator.int(-9_999...9_999)) * 1_000)
            default:
                let scale = Double(sign: .plus, exponent: generator.int(-40...34), significand: 1)
                values.append(Double.random(in: -1...1, using: &generator) * scale)
            }
        }
        return values
    }

    @Test(arguments: UInt64(1)...6)
    func manyAtATimeAreLikeOne(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let values = Self.values(&generator)
        var heads = [UInt64](repeating: 7, count: values.count)
        var groups = [UInt64](repeating: 7, count: values.count)
        let isWhole = NumericImages.make(
            of: values,
            count: values.count,
            heads: &heads,
            groups: &groups
        )
        #expect(!isWhole)
        for (index, value) in values.enumerated() {
            let plain = NumericImages.image(of: value)
            #expect(heads[index] == plain?.head ?? 0, "seed \(seed) \(value)")
            #expect(groups[index] == plain?.groups ?? 0, "seed \(seed) \(value)")
        }
    }

    @Test(arguments: [[1.5, 0, -2e30], [1.5, .nan], [-.infinity, 7], []] as [[Double]])
    func aBlockIsWholeWithoutUndefinedValues(values: [Double]) {
        var heads = [UInt64](repeating: 0, count: values.count)
        var groups = heads
        let found = NumericImages.make(
            of: values,
            count: values.count,
            heads: &heads,
            groups: &groups
        )
        #expect(found == values.allSatisfy(\.isFinite))
    }
}
