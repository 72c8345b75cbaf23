import Testing

@testable import ChandlerBench

@Suite struct PairedTests {
    private func paired(_ pairs: [(Double, Double)]) -> Paired {
        var paired = Paired()
        for pair in pairs { paired.add(ours: pair.0, theirs: pair.1) }
        return paired
    }

    @Test func ratioIsTheMedianOfTheRoundsRatios() {
        let figures = paired([(1, 1), (4, 2), (9, 1)])
        #expect(figures.ratios == [1, 2, 9])
        // The medians' ratio would be 4.
        #expect(figures.ratio == 2)
    }

    @Test func withoutRoundsThereIsNoRatio() {
        #expect(Paired().ratio.isNaN)
        #expect(Paired().cells(decimals: 1) == ["-", "-", "-"])
    }

    @Test func scaleAppliesToFiguresAndNotToRatios() {
        let cells = paired([(1, 2), (3, 2)]).cells(times: 10, decimals: 1)
        #expect(cells == ["20.0 (10.0-30.0)", "20.0 (20.0-20.0)", "1.000 (0.500-1.500)"])
    }
}
