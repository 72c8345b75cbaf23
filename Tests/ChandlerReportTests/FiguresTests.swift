import Testing

@testable import ChandlerReport

/// Numbers as people read them.
@Suite struct FiguresTests {
    @Test(arguments: [
        (0, 0, "-"), (0, 10, "0.00 %"), (10, 10, "100 %"), (9_999_999, 10_000_000, "99.99 %"),
        (1, 3, "33.33 %"), (1, 1_000_000, "0.00 %"), (99_995, 100_000, "99.99 %"),
    ])
    func sharesAreNeverRoundedUp(part: Int, whole: Int, text: String) {
        #expect(Figures.percent(part, of: whole) == text)
    }

    @Test(arguments: [(999, 1_000, 99), (1_000, 1_000, 100), (0, 5, 0), (5, 0, 0)])
    func wholeSharesAreCut(part: Int, whole: Int, percent: Int) {
        #expect(Figures.wholePercent(part, of: whole) == percent)
    }

    @Test(arguments: [
        (0.0, "0 ms"), (0.41, "410 ms"), (4.06, "4.1 s"), (59.96, "1 min 00 s"),
        (125, "2 min 05 s"), (4_320, "1 h 12 min"), (400_000, "4 d 15 h"), (.infinity, "-"),
        (.nan, "-"), (-1, "-"),
    ])
    func lengthsOfTime(value: Double, text: String) {
        #expect(Figures.seconds(value) == text)
    }

    @Test(arguments: [
        (0.0, "0"), (9.6, "10"), (950, "950"), (1_000, "1k"), (12_420, "12.4k"), (999_960, "1M"),
        (1e9, "1G"), (5e13, "50000G"), (.nan, "-"),
    ])
    func shortNumbers(value: Double, text: String) {
        #expect(Figures.short(value) == text)
    }

    @Test func countsAndSizes() {
        #expect(Figures.count(-1_234_567) == "-1,234,567")
        #expect(Figures.plural(1, "gap") == "1 gap")
        #expect(Figures.plural(2_000, "gap") == "2,000 gaps")
        #expect(Figures.plural(1, "series") == "1 series")
        #expect(Figures.bytes(999) == "999 B")
        #expect(Figures.bytes(8_900_000) == "8.9 MB")
    }

    @Test func scalesOfBarsHaveFewLinesAndKeepTheOrder() {
        for largest in [0.0, 1, 9, 10, 11, 999, 1e4, 12_345_678, 1e14] {
            let scale = Decades(largest)
            #expect((1...3).contains(scale.ticks.count), "\(largest)")
            #expect(scale.share(largest) <= 1)
            #expect(scale.share(0) == 0)
            #expect(scale.share(largest / 2) <= scale.share(largest))
        }
        let scale = Decades(1_000)
        #expect(scale.share(1_000) == 1)
        #expect(abs(scale.share(31.622_776_6) - (1.5 + 0.3) / 3.3) < 0.001)
    }
}
