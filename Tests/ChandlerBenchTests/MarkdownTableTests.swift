import Testing

@testable import ChandlerBench

@Suite struct MarkdownTableTests {
    @Test func firstColumnIsFlushLeftAndOthersFlushRight() {
        var table = MarkdownTable(["step", "ns"])
        table.add(["a long name", "1"])
        table.add(["b", "1234.5"])
        #expect(
            table.text == """
                | step        |     ns |
                | ----------- | -----: |
                | a long name |      1 |
                | b           | 1234.5 |
                """
        )
    }

    @Test func headersAloneAreATableOfTwoLines() {
        #expect(
            MarkdownTable(["a", "b"]).text == """
                | a   |   b |
                | --- | --: |
                """
        )
    }

    @Test func lettersBeyondASCIICountAsOne() {
        var table = MarkdownTable(["was", "µs"])
        table.add(["größer", "1"])
        let lengths = Set(table.text.split(separator: "\n").map(\.count))
        #expect(lengths.count == 1)
    }
}
