import ChandlerCore
import ChandlerIndicators
import Foundation
import Testing

@testable import ChandlerReport

/// The picture, read back as XML.
@Suite struct CandleChartTests {
    /// What a candle's path says: where it is, and the pixels of its prices.
    private struct Shape {
        let x: Double
        let high: Double
        let top: Double
        let bottom: Double
        let low: Double
        let isUp: Bool
        let words: String
    }

    private func shapes(_ root: DrawnElement) -> [Shape] {
        [("cc-up", true), ("cc-down", false)].flatMap { name, isUp in
            root.all(ofClass: name).flatMap(\.children).compactMap { path -> Shape? in
                let numbers = (path.attributes["d"] ?? "").split { "MVHZ ".contains($0) }
                    .compactMap { Double($0) }
                guard numbers.count >= 6 else { return nil }
                return Shape(
                    x: numbers[0],
                    high: numbers[1],
                    top: numbers[2],
                    bottom: numbers[4],
                    low: numbers[5],
                    isUp: isUp,
                    words: path.children.first?.text ?? ""
                )
            }
        }.sorted { $0.x < $1.x }
    }

    /// The scale as a reader sees it: two labels of the price axis and their heights.
    private func scale(_ root: DrawnElement) throws -> (Double) -> Double {
        let right = try #require(
            root.all.filter { $0.name == "text" }.compactMap { $0.number("x") }.max()
        )
        let labels = root.all(ofClass: "cc-muted").compactMap { label -> (Double, Double)? in
            guard let x = label.number("x"), let y = label.number("y"), x > right - 120, y < 400,
                let value = Double(label.text.replacingOccurrences(of: ",", with: ""))
            else { return nil }
            return (value, y - 4)
        }
        let low = try #require(labels.max { $0.1 < $1.1 })
        let high = try #require(labels.min { $0.1 < $1.1 })
        #expect(labels.count >= 3)
        return { low.1 + ($0 - low.0) / (high.0 - low.0) * (high.1 - low.1) }
    }

    private func chart(_ candles: [Candle], interval: Interval = .minute) -> CandleChart {
        CandleChart(candles: candles, interval: interval, title: "binance BTCUSDT 1m")
    }

    @Test(arguments: [Int64(1), 1_000_000, 1_000_000_000])
    func candlesStandAtTheirPrices(unit: Int64) throws {
        let candles = ChartTestCandles.walk(60, unit: unit, base: unit == 1 ? 1_234 : 65_000)
        let root = try #require(DrawnElement.parse(chart(candles).svg(.page)))
        let y = try scale(root)
        let shapes = shapes(root)
        #expect(shapes.count == candles.count)
        for (candle, shape) in zip(candles, shapes) {
            let top = max(candle.open, candle.close).double
            let bottom = min(candle.open, candle.close).double
            for (found, price) in [
                (shape.high, candle.high.double), (shape.top, top), (shape.bottom, bottom),
                (shape.low, candle.low.double),
            ] {
                // A pixel of its own, and the tenth of a pixel of two labels.
                #expect((found - y(price)).magnitude <= 0.8, "\(candle)")
            }
            #expect(shape.isUp == (candle.close >= candle.open))
            #expect(shape.words.hasPrefix(candle.openTime.compact))
        }
    }

    @Test func missingCandlesLeaveTheirPlaceAndAreShaded() throws {
        let candles = ChartTestCandles.walk(100, missing: Set(40...49))
        let root = try #require(DrawnElement.parse(chart(candles).svg(.page)))
        let places = shapes(root).map(\.x)
        #expect(places.count == 90)
        let steps = zip(places.dropFirst(), places).map { $0 - $1 }
        let widest = try #require(steps.max())
        let usual = (places[39] - places[0]) / 39
        #expect((widest - usual * 11).magnitude <= 1.1, "\(widest) \(usual)")
        let hole = try #require(root.all(ofClass: "cc-hole").first?.children.first)
        #expect(hole.children.first?.text == "10 candles are missing")
        let left = try #require(hole.number("x"))
        let width = try #require(hole.number("width"))
        #expect(left > places[39] && left + width < places[40])
        #expect((width - usual * 10).magnitude < 0.2)
        #expect(
            root.all.contains { $0.name == "desc" && $0.text.contains("10 missing in between.") }
        )
    }

    @Test func aVeryLongGapIsCutAndSaysSo() throws {
        var candles = ChartTestCandles.walk(50)
        candles += ChartTestCandles.walk(50).map { candle in
            ChartTestCandles.candle(
                candle.openTime + 30 * Timestamp.microsecondsPerDay,
                10_000,
                10_100,
                9_900,
                10_050
            )
        }
        let root = try #require(DrawnElement.parse(chart(candles).svg(.page)))
        let places = shapes(root).map(\.x)
        #expect(places.count == 100)
        let hole = try #require(root.all(ofClass: "cc-hole").first?.children.first)
        #expect(
            hole.children.first?.text
                == "43,150 candles are missing; the gap is longer than it is drawn"
        )
    }

    @Test(arguments: ChartTheme.allCases)
    func everyThemeIsWellFormedAndSmall(theme: ChartTheme) throws {
        let indicators = try ChartIndicators(parsing: "sma_20,bb,rsi_14,macd")
        let candles = ChartTestCandles.walk(200 + indicators.leadIn, missing: [300, 301, 400])
        let first = candles.count - 200
        let drawn = indicators.drawn(candles, from: first)
        let chart = CandleChart(
            candles: Array(candles[first...]),
            interval: .minute,
            title: "<b> & \"quotes\" ' \u{202E}\u{0}",
            overlays: drawn.overlays,
            panels: drawn.panels
        )
        let text = chart.svg(theme)
        let root = try #require(DrawnElement.parse(text))
        #expect(root.name == "svg" && root.attributes["role"] == "img")
        #expect(root.children.first?.name == "title")
        #expect(root.children.first?.text == "<b> & \"quotes\" ' \u{FFFD}\u{FFFD}")
        #expect(root.children.dropFirst().first?.name == "desc")
        #expect(text.utf8.count < 60_000, "\(text.utf8.count)")
        for word in ["nan", "inf", "id=", "<script", "href", "url("] {
            #expect(!text.lowercased().contains(word), "\(word)")
        }
        #expect(text.contains("class=") == (theme == .page))
        #expect(text.contains("=\"#") == (theme != .page))
        #expect(chart.svg(theme) == text)
    }

    @Test func everyClassOfThePageHasAStyle() throws {
        let indicators = try ChartIndicators(parsing: "sma_5,ema_5,psar,bb_5_2,rsi_5,macd_3_5_2")
        let candles = ChartTestCandles.walk(120, missing: [50, 51])
        let drawn = indicators.drawn(candles)
        let root = try #require(
            DrawnElement.parse(
                CandleChart(
                    candles: candles,
                    interval: .minute,
                    title: "t",
                    overlays: drawn.overlays,
                    panels: drawn.panels
                ).svg(.page)
            )
        )
        let names = root.all.flatMap { ($0.attributes["class"] ?? "").split(separator: " ") }
        for name in Set(names) {
            #expect(CandleChart.pageStyle.contains(".\(name)"), "\(name)")
        }
    }

    @Test func aFlatSeriesIsInTheMiddle() throws {
        let candles = (0..<20).map { place in
            ChartTestCandles.candle(
                Interval.minute.advance(ChartTestCandles.start, by: place),
                10_000,
                10_000,
                10_000,
                10_000,
                volume: 0
            )
        }
        let root = try #require(DrawnElement.parse(chart(candles).svg(.page)))
        let heights = Set(shapes(root).flatMap { [$0.high, $0.top, $0.bottom, $0.low] })
        #expect(heights.count == 1)
        #expect(root.all(ofClass: "cc-vol").isEmpty)
    }

    @Test func oneCandleAndNoneAreDrawn() throws {
        let one = chart(Array(ChartTestCandles.walk(1)))
        #expect(shapes(try #require(DrawnElement.parse(one.svg(.page)))).count == 1)
        let none = try #require(DrawnElement.parse(chart([]).svg(.light)))
        #expect(none.all.contains { $0.text == "no candles" })
    }

    @Test func pricesAtTheEndsOfTheirRangeAreDrawn() throws {
        let huge = ChartTestCandles.walk(30, unit: 100_000_000, base: 9_000_000_000)
        #expect(DrawnElement.parse(chart(huge).svg(.dark)) != nil)
        let tiny = (0..<30).map { place in
            TokenCandle(
                openTime: Interval.minute.advance(ChartTestCandles.start, by: place),
                open: 1e-14,
                high: 3e-14,
                low: 0.5e-14,
                close: place % 2 == 0 ? 2e-14 : 0.7e-14,
                volume: nil
            )
        }
        let pool = CandleChart(tokenCandles: tiny, interval: .minute, title: "pool")
        let root = try #require(DrawnElement.parse(pool.svg(.page)))
        #expect(shapes(root).count == 30)
        #expect(root.all(ofClass: "cc-muted").contains { $0.text.hasPrefix("0.0000000000000") })
        let zero = (0..<3).map { place in
            ChartTestCandles.candle(
                Interval.minute.advance(ChartTestCandles.start, by: place),
                0,
                0,
                0,
                0
            )
        }
        #expect(DrawnElement.parse(chart(zero).svg(.light)) != nil)
    }

    @Test func manyCandlesAreJoined() throws {
        let candles = ChartTestCandles.walk(5_000)
        let root = try #require(DrawnElement.parse(chart(candles).svg(.page)))
        let shapes = shapes(root)
        #expect((200...280).contains(shapes.count), "\(shapes.count)")
        let joined = (5_000 + shapes.count - 1) / shapes.count
        #expect(root.all.contains { $0.text == "each candle is \(joined) of 1m" })
        let first = candles.prefix(joined)
        #expect(shapes[0].words.contains("(\(joined) candles)"))
        let high = try #require(first.map(\.high).max())
        #expect(shapes[0].words.contains("H \(NumberText.fixed(high.double, 2)) "))
        let close = try #require(first.last?.close)
        #expect(shapes[0].words.contains("C \(NumberText.fixed(close.double, 2)) "))
    }

    @Test func theSmallestPictureIsAsItWasSeen() {
        let candles = [
            ChartTestCandles.candle(ChartTestCandles.start, 100, 130, 90, 120),
            ChartTestCandles.candle(ChartTestCandles.start + 60_000_000, 120, 125, 100, 105),
        ]
        let chart = CandleChart(
            candles: candles,
            interval: .minute,
            title: "X",
            width: 240,
            height: 160
        )
        #expect(chart.svg(.light) == Self.golden)
    }

    private static let golden = """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="240" height="160" \
        viewBox="0 0 240 160" font-size="11" font-family="system-ui,-apple-system,'Segoe \
        UI',Roboto,'DejaVu Sans',sans-serif">
        <title>X</title>
        <desc>2 candles of 1m from 2024-03-01 to 2024-03-01 00:01 UTC. First open 1.00, \
        highest 1.30, lowest 0.90, last close 1.05.</desc>
        <rect fill="#ffffff" width="240" height="160"/>
        <text fill="#1b2430" font-size="15" font-weight="600" x="12" y="22">X</text>
        <path stroke="#e8ecf0" fill="none" d="M98.5 54V134"/>
        <g text-anchor="middle">
        <text fill="#1b2430" font-weight="600" x="98.5" y="151">1 Mar</text>
        </g>
        <text fill="#5d6a79" x="232" y="151" text-anchor="end">UTC</text>
        <path stroke="#c5cdd6" fill="none" d="M12 117.5H188"/>
        <path stroke="#e8ecf0" fill="none" d="M12 100.5H188"/>
        <svg x="12" y="54" width="176" height="63.6" viewBox="12 54 176 63.6" overflow="hidden">
        <g stroke="#0a7d5c" fill="#ffffff">
        <path d="M98.5 56.5V71.5M98.5 100.5V115.5M83.5 \
        71.5H113.5V100.5H83.5Z"><title>2024-03-01 O 1.00 H 1.30 L 0.90 C 1.20 V \
        1</title></path>
        </g>
        <g stroke="#cf3140" fill="#cf3140">
        <path d="M158.5 63.5V71.5M158.5 93.5V100.5M143.5 \
        71.5H173.5V93.5H143.5Z"><title>2024-03-01 00:01 O 1.20 H 1.25 L 1.00 C 1.05 V \
        1</title></path>
        </g>
        </svg>
        <path stroke="#cf3140" stroke-dasharray="2 3" fill="none" d="M12 93.5H188"/>
        <rect fill="#cf3140" x="189" y="85" width="49" height="17" rx="2"/>
        <text fill="#ffffff" font-weight="600" x="195" y="97.5">1.05</text>
        <path stroke="#e8ecf0" fill="none" d="M12 127.5H188"/>
        <path stroke="#c5cdd6" fill="none" d="M12 134.5H188"/>
        <text fill="#5d6a79" x="195" y="131.6">1</text>
        <path stroke="#0a7d5c" stroke-opacity=".5" fill="none" stroke-width="31" d="M98.5 \
        134V127.6"/>
        <path stroke="#cf3140" stroke-opacity=".5" fill="none" stroke-width="31" d="M158.5 \
        134V127.6"/>
        </svg>
        """ + "\n"
}
