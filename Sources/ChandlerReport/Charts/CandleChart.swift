public import ChandlerCore

/// A picture of candles with volumes, indicators and the gaps between them, as SVG.
///
/// Rising candles are hollow and falling ones filled, so that they differ without colour, too. A
/// missing candle leaves its place, which is shaded; a very long gap is cut short. Where there are
/// more candles than fit, neighbours are joined, and the picture says so.
///
/// The same values give the same text on every machine: well-formed XML without scripts, outside
/// references or identifiers, so that many charts can stand in one page.
public struct CandleChart: Sendable {
    let source: ChartCandles
    let interval: Interval
    let title: String
    let overlays: [ChartSeries]
    let panels: [ChartPanel]
    let width: Int
    let height: Int

    /// The least size at which anything can be read.
    static let leastSize = (width: 240, height: 160)

    /// Describes a chart.
    ///
    /// - Parameters:
    ///   - candles: Ascending by open time.
    ///   - interval: Their interval, which says where candles are missing.
    ///   - title: What stands above; any text.
    ///   - overlays: Drawn over the candles; the scale follows them up to a limit.
    ///   - panels: Drawn below the candles, from top to bottom.
    ///   - width: In pixels; at least 240 are taken.
    ///   - height: In pixels; at least 160 are taken.
    /// - Precondition: overlays and panels have one value a candle.
    public init(
        candles: [Candle],
        interval: Interval,
        title: String,
        overlays: [ChartSeries] = [],
        panels: [ChartPanel] = [],
        width: Int = 1_200,
        height: Int = 640
    ) {
        self.init(
            ChartCandles(candles),
            interval,
            title,
            overlays,
            panels,
            width,
            height
        )
    }

    /// Describes a chart of a pool's candles, whose prices may be far below 0.00000001.
    ///
    /// - Parameters:
    ///   - candles: Ascending by open time.
    ///   - interval: Their interval.
    ///   - title: What stands above.
    ///   - overlays: Drawn over the candles.
    ///   - panels: Drawn below the candles.
    ///   - width: In pixels.
    ///   - height: In pixels.
    public init(
        tokenCandles candles: [TokenCandle],
        interval: Interval,
        title: String,
        overlays: [ChartSeries] = [],
        panels: [ChartPanel] = [],
        width: Int = 1_200,
        height: Int = 640
    ) {
        self.init(ChartCandles(candles), interval, title, overlays, panels, width, height)
    }

    private init(
        _ source: ChartCandles,
        _ interval: Interval,
        _ title: String,
        _ overlays: [ChartSeries],
        _ panels: [ChartPanel],
        _ width: Int,
        _ height: Int
    ) {
        let count = source.candles.count
        precondition(
            (overlays + panels.flatMap(\.series)).allSatisfy { $0.values.count == count },
            "Invariant: a chart's series have a value a candle"
        )
        self.source = source
        self.interval = interval
        self.title = title
        self.overlays = overlays
        self.panels = panels
        self.width = min(max(Self.leastSize.width, width), 20_000)
        self.height = min(max(Self.leastSize.height, height), 20_000)
    }

    /// The picture.
    ///
    /// - Parameter theme: Where its colours come from.
    /// - Returns: One `svg` element, without an XML declaration, with a line end.
    public func svg(_ theme: ChartTheme) -> String {
        ChartDrawing(self, theme).text
    }
}
