import ChandlerCore
import Testing

@testable import ChandlerReport

/// Colours, marks and words of one cell.
@Suite struct HeatMapCellTests {
    private func cell(
        _ present: Int,
        of expected: Int = 1_000,
        open: Int = 0,
        confirmed: Int = 0,
        isArchived: Bool = false,
        begin: Double = 0,
        end: Double = 1
    ) -> HeatMapCell {
        HeatMapCell(
            MonthCoverage(
                month: Month(year: 2024, month: 2),
                expected: expected,
                present: present,
                open: open,
                confirmed: confirmed,
                isArchived: isArchived,
                begin: begin,
                end: end
            )
        )
    }

    @Test(arguments: [
        (0, 0), (1, 1), (499, 1), (500, 2), (799, 2), (800, 3), (949, 3), (950, 4), (989, 4),
        (990, 5), (999, 5), (1_000, 6),
    ])
    func onlyACompleteMonthHasTheColourOfOne(present: Int, level: Int) {
        #expect(cell(present).level == level)
    }

    @Test func theNumberIsNeverRoundedUp() {
        #expect(cell(999_999, of: 1_000_000).markup.html.contains(">99</td>"))
        #expect(cell(999_999, of: 1_000_000).title.contains("99.99 %"))
    }

    @Test func wordsSayWhatIsMissing() {
        let words = cell(1_980, of: 2_000, open: 11, confirmed: 7).title
        #expect(
            words == "2024-02: 99.00 %, 1,980 of 2,000 candles, 11 not fetched, 7 not at the "
                + "venue, 2 broke a rule"
        )
        #expect(cell(1_000, isArchived: true).title.hasSuffix("; archived"))
    }

    @Test func marksAreClasses() {
        #expect(cell(990, open: 10).markup.html.contains("class=\"m l5 o\""))
        #expect(cell(1_000, isArchived: true).markup.html.contains("class=\"m l6 a\""))
        let part = cell(1_000, begin: 0.25, end: 0.5).markup.html
        #expect(part.contains("class=\"m l6 p\" style=\"--b:25%;--e:50%\""))
        #expect(cell(1, of: 1, begin: 0.999, end: 1).markup.html.contains("--b:94%;--e:100%"))
        #expect(cell(1, of: 1, begin: 0, end: 0.001).markup.html.contains("--b:0%;--e:6%"))
    }
}
