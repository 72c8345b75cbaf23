import ChandlerCore
import Testing

@testable import ChandlerReport

/// Candles as characters.
@Suite struct TerminalChartTests {
    private func chart(
        _ candles: [Candle],
        width: Int = 40,
        height: Int = 16,
        hasColor: Bool = false,
        overlays: [ChartSeries] = []
    ) -> TerminalChart {
        TerminalChart(
            candles: candles,
            interval: .minute,
            title: "binance BTCUSDT 1m",
            overlays: overlays,
            options: .init(width: width, height: height, hasColor: hasColor)
        )
    }

    private let few = [
        ChartTestCandles.candle(ChartTestCandles.start, 100, 130, 90, 120),
        ChartTestCandles.candle(ChartTestCandles.start + 60_000_000, 120, 125, 100, 105),
        ChartTestCandles.candle(ChartTestCandles.start + 180_000_000, 105, 140, 105, 135),
    ]

    @Test func theChartIsAsItWasSeen() {
        let found = chart(few, height: 14).lines.joined(separator: "\n")
        #expect(found == Self.plain, "\n\(found)")
    }

    @Test func coloursAreSetAndTakenBack() {
        let lines = chart(few, height: 14, hasColor: true).lines
        let text = lines.joined(separator: "\n")
        #expect(text.contains("\u{1B}[32m") && text.contains("\u{1B}[31m"))
        for line in lines {
            let parts = line.split(separator: "\u{1B}[", omittingEmptySubsequences: false)
                .dropFirst()
            #expect(parts.isEmpty || parts.last?.hasPrefix("0m") == true, "\(line)")
        }
        let bare = text.replacing(/\u{1B}\[[0-9]+m/, with: "")
        // Colours replace the two kinds of bodies.
        let expected = Self.plain.replacing("█", with: "┃").replacing("▀", with: "╹")
            .replacing("▄", with: "╻").replacing(" · ┃ up ┃ down", with: "")
        #expect(Self.halves(bare.replacing("█", with: "┃")) == Self.halves(expected))
    }

    /// A body's half with a wick in the other half has a glyph of its own in colour only.
    private static func halves(_ text: String) -> String {
        text.replacing("╿", with: "╹").replacing("╽", with: "╻")
            .split(separator: "\n").map { $0.trimmed }.joined(separator: "\n")
    }

    @Test(arguments: [(30, 10), (40, 12), (80, 23), (200, 60), (33, 8)])
    func noLineIsWiderOrHigherThanTheTerminal(width: Int, height: Int) {
        let candles = ChartTestCandles.walk(200, missing: [20, 21, 22, 150])
        let lines = chart(candles, width: width, height: height).lines
        #expect(lines.count <= max(11, height), "\(lines.count)")
        for line in lines { #expect(line.count <= width, "\(line)") }
        let joined = lines.contains { $0.contains("a column is ") }
        #expect(joined == (width <= 200))
    }

    /// A price of which digits are cut would be another price.
    @Test(arguments: 30...60)
    func numbersAreWholeOrNotThere(width: Int) {
        let candles = ChartTestCandles.walk(200)
        let known = chart(candles, width: 200).lines
        let words = Set(known[1].split(separator: "  ").map(String.init))
        let found = chart(candles, width: width).lines
        #expect(Set(found[1].split(separator: "  ").map(String.init)).isSubset(of: words))
        #expect(found[1].contains("C "), "the last price is always there")
        #expect(found.last?.contains("┃ up") != true || found.last?.hasSuffix("down") == true)
    }

    @Test func missingCandlesLeaveEmptyColumns() throws {
        let candles = ChartTestCandles.walk(30, missing: Set(10...14))
        let lines = chart(candles, width: 60).lines
        let axis = try #require(lines.firstIndex { $0.contains("└") })
        let margin = try #require(Array(lines[axis]).firstIndex(of: "└"))
        let cells = lines[2..<axis].map(Array.init)
        for place in 10...14 {
            for line in cells where line.count > margin + 1 + place {
                #expect(line[margin + 1 + place] == " ")
            }
        }
        #expect(lines[axis].contains("╌╌╌"))
        #expect(lines.last?.contains("5 missing, left empty") == true)
    }

    @Test func linesAreDottedWhereNoCandleIs() throws {
        let candles = ChartTestCandles.walk(40)
        let above = candles.map { _ in candles.map(\.high).max()?.double ?? 0 }
        let lines = chart(
            candles,
            width: 60,
            overlays: [ChartSeries(name: "top", values: above)]
        ).lines
        #expect(lines[2].filter { $0 == "•" }.count > 30)
        #expect(lines.last?.contains("• top") == true)
    }

    @Test func emptyAndFlatSeriesAreDrawn() {
        #expect(chart([]).lines == ["binance BTCUSDT 1m", "no candles"])
        let flat = (0..<5).map { place in
            ChartTestCandles.candle(
                Interval.minute.advance(ChartTestCandles.start, by: place),
                100,
                100,
                100,
                100
            )
        }
        let lines = chart(flat).lines
        #expect(
            lines.filter { $0.contains("╹") || $0.contains("╻") || $0.contains("┃") }.count >= 1
        )
    }

    private static let plain = """
        binance BTCUSDT 1m
        O 1.00  H 1.40  L 0.90  C 1.35  +35.00 %
        1.4 ┤   ╽
            ││  ┃
        1.2 ┤╽▄ ┃
            │┃█ ┃
            │┃█ ┃
        1.0 ┤┃│
            ││
          1 ┤██ █
            │██ █
            └┬─╌─
           1 Mar
        1 missing, left empty · ┃ up █ down
        """
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
