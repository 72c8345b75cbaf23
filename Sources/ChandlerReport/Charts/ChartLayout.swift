import ChandlerCore

/// Where the parts of a chart are.
struct ChartLayout: Sendable {
    /// A span of pixels from top to bottom.
    struct Span: Sendable, Hashable {
        let top: Double
        let bottom: Double
        var height: Double { bottom - top }
    }

    let bars: ChartBars
    let left: Double
    let right: Double
    let price: Span
    /// `nil` where no volume is known.
    let volume: Span?
    let panels: [Span]
    let scale: ValueScale
    let ticks: ValueTicks
    /// The pixels of one place.
    let slot: Double

    static let headerHeight = 54.0
    static let axisHeight = 26.0
    private static let space = 12.0
    /// About the pixels of a digit in the axis' size.
    static let digitWidth = 6.9
    /// Narrower, a hollow candle could not be told from a filled one.
    private static let leastSlot = 4.0
    /// Wider, a few candles would look like boxes.
    private static let mostSlot = 60.0

    init(_ chart: CandleChart) {
        let candles = chart.source.candles
        let bottom = Double(chart.height) - Self.axisHeight
        let hasVolume = candles.contains { $0.volume > 0 }
        let heights = Self.heights(
            bottom - Self.headerHeight,
            hasVolume: hasVolume,
            panels: chart.panels.count
        )
        price = Span(top: Self.headerHeight, bottom: Self.headerHeight + heights.price)
        var next = price.bottom + (hasVolume ? Self.space / 2 : 0)
        volume = hasVolume ? Span(top: next, bottom: next + heights.volume) : nil
        next = volume?.bottom ?? price.bottom
        panels = chart.panels.indices.map { index in
            let top = next + Double(index) * (heights.panel + Self.space) + Self.space
            return Span(top: top, bottom: top + heights.panel)
        }
        scale = Self.priceScale(chart, price)
        ticks = ValueTicks(from: scale.low, to: scale.high, most: max(2, Int(price.height / 42)))
            .withDecimals(scale.high < 1 ? chart.source.decimals : 0)
        let longest =
            (ticks.labels + [NumberText.fixed(scale.high, chart.source.decimals)])
            .map(\.count).max() ?? 0
        left = 12
        right = Double(chart.width) - max(52, Double(longest) * Self.digitWidth + 18)
        bars = ChartBars(
            candles,
            interval: chart.interval,
            most: max(1, Int((right - left) / Self.leastSlot))
        )
        slot = min((right - left) / Double(max(1, bars.count)), Self.mostSlot)
    }

    /// The middle of a place; few candles stand at the right, where the last price is.
    func x(_ place: Int) -> Double {
        right - (Double(bars.count - place) - 0.5) * slot
    }

    /// The pixels of a body: odd, so that both edges are sharp.
    var bodyWidth: Double {
        let width = (slot * 0.7).rounded(.down)
        let odd = width.truncatingRemainder(dividingBy: 2) == 0 ? width - 1 : width
        return min(max(1, odd), 31)
    }

    private static func heights(
        _ all: Double,
        hasVolume: Bool,
        panels: Int
    ) -> (price: Double, volume: Double, panel: Double) {
        let volume = hasVolume ? all * 0.13 : 0
        // However many panels there are, half is for the prices.
        let rest = all - volume - (hasVolume ? space / 2 : 0)
        let panel =
            panels == 0
            ? 0 : max(8, min(all * 0.17, rest * 0.5 / Double(panels)) - space)
        return (max(20, rest - (panel + space) * Double(panels)), volume, panel)
    }

    /// From the lowest to the highest candle, and overlays as far as candles stay readable.
    private static func priceScale(_ chart: CandleChart, _ span: Span) -> ValueScale {
        let candles = chart.source.candles
        let low = candles.map(\.low).min() ?? 0
        let high = candles.map(\.high).max() ?? 0
        let values = chart.overlays.flatMap(\.all).filter(\.isFinite)
        let room = (high - low) * 0.3
        return ValueScale(
            max(min(low, values.min() ?? low), low - room),
            min(max(high, values.max() ?? high), high + room),
            margin: 0.04,
            top: span.top,
            bottom: span.bottom
        )
    }
}
