import ChandlerCore
import Testing

@testable import ChandlerDatasets

@Suite struct FixedPointColumnTests {
    private static let edges: [Int64] = [
        0, 1, -1, 99_999_999, 100_000_000, 1 << 53, (1 << 53) - 1, (1 << 53) + 1, -(1 << 53) - 1,
        Price.limit, -Price.limit,
    ]

    @Test(arguments: [Int64(1) << 20, 1 << 52, 1 << 53, Price.limit])
    func pricesAreTheNearestDoubles(limit: Int64) {
        var generator = SeededGenerator(seed: UInt64(limit))
        var units = (0..<300).map { _ in Int64.random(in: -limit...limit, using: &generator) }
        if limit == Price.limit { units += Self.edges }
        let found = [Double](unsafeUninitializedCapacity: units.count) { target, count in
            units.withUnsafeBufferPointer { units in
                guard let source = units.baseAddress, let base = target.baseAddress else { return }
                FixedPointColumn.convert(source, units.count, to: base)
            }
            count = units.count
        }
        #expect(found == units.map { Price(raw: $0).double })
    }

    @Test func volumesAreTheNearestDoubles() {
        var generator = SeededGenerator(seed: 5)
        var units = Self.edges.map { Int128($0) } + [Quantity.limit, -Quantity.limit]
        for _ in 0..<300 {
            let shift = Int.random(in: 34..<127, using: &generator)
            units.append((Int128.random(in: 0...(.max), using: &generator) >> Int128(shift)))
        }
        let found = [Double](unsafeUninitializedCapacity: units.count) { target, count in
            units.withUnsafeBufferPointer { units in
                guard let source = units.baseAddress, let base = target.baseAddress else { return }
                FixedPointColumn.convert(source, units.count, to: base)
            }
            count = units.count
        }
        #expect(found == units.map { Quantity(raw: $0).double })
    }
}
