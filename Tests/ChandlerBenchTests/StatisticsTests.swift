import Testing

@testable import ChandlerBench

@Suite struct StatisticsTests {
    @Test(
        arguments: [
            ([3], 3), ([1, 2], 1.5), ([9, 1, 5], 5), ([4, 1, 3, 2], 2.5), ([7, 7, 7, 100], 7),
        ] as [([Double], Double)]
    )
    func medianIsTheMiddleOrTheMeanOfTwo(_ values: [Double], _ expected: Double) {
        #expect(median(values) == expected)
    }

    @Test func nothingHasNoMedian() {
        #expect(median([]).isNaN)
        #expect(Spread([]).least.isNaN)
        #expect(Spread([]).most.isNaN)
    }

    @Test func spreadShowsTheEndsWhenThereAreSome() {
        #expect(Spread([5.4, 5.02, 5.21]).text(decimals: 2) == "5.21 (5.02-5.40)")
        #expect(Spread([5.4]).text(decimals: 1) == "5.4")
        #expect(Spread([]).text(decimals: 1) == "-")
    }
}
