import Foundation
import FoundationXML
import Testing

@testable import ChandlerBench

@Suite struct ThroughputChartTests {
    /// The chart of series that took so many seconds.
    private func chart(_ series: [(candles: Int, wall: Double)]) throws -> ChartReader {
        let results = try series.map { candles, wall in
            ScalingResult(candles: candles, runs: [try run(candles, wall)])
        }
        let svg = ThroughputChart(results).svg
        let reader = ChartReader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(String(describing: parser.parserError)) in \(svg)")
        return reader
    }

    private func run(_ candles: Int, _ wall: Double) throws -> IngestRun {
        try IngestRun(
            Program.Outcome(
                code: 0,
                output: #"{"seconds": {}, "series": [{"inserted": \#(candles)}]}"#,
                errors: "",
                wall: wall,
                user: wall / 2,
                system: 0,
                peakBytes: 1
            )
        )
    }

    private static let shapes: [[(candles: Int, wall: Double)]] = [
        [(100_000, 1), (1_000_000, 8), (10_000_000, 75)],
        [(123_456, 1), (9_876_543, 100)],
        [(1_000_000, 5)],
        [(3_000, 1), (30_000, 1), (300_000, 1)],
        [(100_000, 0.5), (1_000_000, 5)],
    ]

    @Test(arguments: shapes.indices)
    func chartIsXMLAndItsPointsLieWithinTheAxes(_ shape: Int) throws {
        let series = Self.shapes[shape]
        let chart = try chart(series)
        #expect(chart.dots.count == series.count)
        let rules = chart.rules
        let left = try #require(rules.map(\.x1).min())
        let right = try #require(rules.map(\.x2).max())
        let top = try #require(rules.map { min($0.y1, $0.y2) }.min())
        let bottom = try #require(rules.map { max($0.y1, $0.y2) }.max())
        for dot in chart.dots {
            #expect((left...right).contains(dot.x))
            #expect((top...bottom).contains(dot.y))
        }
        for rule in rules {
            #expect(rule.x1 >= 0 && rule.x2 <= 720)
            #expect(rule.y1 >= 0 && rule.y2 <= 400)
        }
    }

    @Test func longerSeriesStandFurtherRightAndFasterOnesHigher() throws {
        let dots = try chart([(100_000, 1), (1_000_000, 5), (10_000_000, 200)]).dots
        #expect(dots[0].x < dots[1].x && dots[1].x < dots[2].x)
        // 100,000, 200,000 and 50,000 a second.
        #expect(dots[1].y < dots[0].y && dots[0].y < dots[2].y)
        // A decade is as wide as the next.
        #expect(abs((dots[1].x - dots[0].x) - (dots[2].x - dots[1].x)) < 0.2)
    }

    @Test func pointsAndAxesAreLabelledInWholeNumbers() throws {
        let chart = try chart([(100_000, 0.5), (10_000_000, 75)])
        #expect(chart.texts.contains("200,000"))
        #expect(chart.texts.contains("133,333"))
        for decade in ["100,000", "1,000,000", "10,000,000"] {
            #expect(chart.texts.contains(decade))
        }
        #expect(chart.texts.contains("0"))
    }

    @Test func lineJoinsThePoints() throws {
        let chart = try chart([(100_000, 1), (1_000_000, 8)])
        #expect(chart.line == chart.dots.map { "\(fixed($0.x, 1)),\(fixed($0.y, 1))" })
    }
}

/// What a chart shows, read back from its XML.
private final class ChartReader: NSObject, XMLParserDelegate {
    private(set) var dots: [(x: Double, y: Double)] = []
    private(set) var rules: [(x1: Double, y1: Double, x2: Double, y2: Double)] = []
    private(set) var texts: [String] = []
    private(set) var line: [String] = []
    private var isText = false

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        func number(_ name: String) -> Double { attributes[name].flatMap(Double.init) ?? .nan }
        isText = name == "text"
        switch name {
        case "circle": dots.append((number("cx"), number("cy")))
        case "line": rules.append((number("x1"), number("y1"), number("x2"), number("y2")))
        case "polyline":
            line = attributes["points"]?.split(separator: " ").map(String.init) ?? []
        case "text": texts.append("")
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard isText, let last = texts.indices.last else { return }
        texts[last] += string
    }

    func parser(
        _ parser: XMLParser,
        didEndElement name: String,
        namespaceURI: String?,
        qualifiedName: String?
    ) {
        isText = false
    }
}
