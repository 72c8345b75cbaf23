import Testing

@testable import ChandlerParquet

@Suite struct StatisticsTests {
    private func extent(_ values: [Double]) -> DoubleExtent {
        var extent = DoubleExtent()
        values.withUnsafeBufferPointer { _ = extent.include($0) }
        return extent
    }

    private func bounds(_ values: [Double]) -> [Double]? {
        guard let bounds = extent(values).bounds else { return nil }
        return [bounds.minimum, bounds.maximum].map { bytes in
            Double(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    @Test(arguments: 0..<20) func boundIsFoundInEveryPlace(place: Int) {
        var values = [Double](repeating: 1, count: 20)
        values[place] = -7
        values[(place + 1) % 20] = 9
        values[(place + 2) % 20] = .nan
        #expect(bounds(values) == [-7, 9])
        #expect(extent(values).nanCount == 1)
    }

    @Test func nanNeverBecomesABound() {
        #expect(bounds([.nan, .nan]) == nil)
        #expect(bounds(.init(repeating: .nan, count: 40)) == nil)
        #expect(bounds([]) == nil)
        #expect(bounds([.nan, 3]) == [3, 3])
    }

    @Test func infinitiesAreBounds() {
        #expect(bounds([.infinity]) == [.infinity, .infinity])
        #expect(bounds([-.infinity, -.infinity]) == [-.infinity, -.infinity])
        #expect(bounds([-.infinity, .nan, .infinity]) == [-.infinity, .infinity])
    }

    @Test(arguments: [[0.0], [-0.0], [-0.0, 0.0], [0.0, .nan, -0.0]])
    func zeroBoundsIncludeBothZeros(values: [Double]) throws {
        let found = try #require(bounds(values))
        #expect(found[0].bitPattern == (-0.0).bitPattern)
        #expect(found[1].bitPattern == (0.0).bitPattern)
    }

    @Test func boundsSpanSeveralPages() {
        var extent = extent([1, 2, .nan])
        let more = [-5.0, .nan, .nan]
        let nanCount = more.withUnsafeBufferPointer { extent.include($0) }
        #expect(nanCount == 2)
        #expect(extent.nanCount == 3)
        #expect(extent.bounds?.minimum.last == 0xC0)
    }

    @Test func textsAreOrderedByUnsignedBytes() {
        var extent = TextExtent()
        for text in ["b", "a", "aa", "é", "z"] { text.withTextBytes { extent.include($0) } }
        #expect(extent.bounds?.minimum == Array("a".utf8))
        #expect(extent.bounds?.maximum == Array("é".utf8))
    }

    @Test func veryLongTextLeavesNoBounds() {
        var extent = TextExtent()
        "a".withTextBytes { extent.include($0) }
        String(repeating: "x", count: 1025).withTextBytes { extent.include($0) }
        #expect(extent.bounds == nil)
    }
}
