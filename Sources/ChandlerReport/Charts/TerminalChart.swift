public import ChandlerCore

/// Candles for a terminal: two steps of price a row, one candle or a few joined ones a column.
///
/// With colours rising columns are green and falling ones red; without, falling bodies are blocks
/// and rising ones heavy lines. Missing candles leave their columns empty.
public struct TerminalChart: Sendable {
    /// What is drawn beside the candles.
    public struct Options: Sendable, Hashable {
        /// The columns of the terminal.
        public var width: Int
        /// The rows that the chart may fill.
        public var height: Int
        /// Whether colours are wanted.
        public var hasColor: Bool
        /// Whether volumes are drawn.
        public var hasVolume: Bool

        /// Describes a chart.
        public init(
            width: Int = 80,
            height: Int = 22,
            hasColor: Bool = false,
            hasVolume: Bool = true
        ) {
            self.width = width
            self.height = height
            self.hasColor = hasColor
            self.hasVolume = hasVolume
        }
    }

    private let source: ChartCandles
    private let interval: Interval
    private let title: String
    private let overlays: [ChartSeries]
    private let options: Options

    /// Describes a chart.
    ///
    /// - Parameters:
    ///   - candles: Ascending by open time.
    ///   - interval: Their interval.
    ///   - title: What stands above.
    ///   - overlays: Lines that are dotted where no candle is; other marks are left out.
    ///   - options: Its size and colours.
    public init(
        candles: [Candle],
        interval: Interval,
        title: String,
        overlays: [ChartSeries] = [],
        options: Options = Options()
    ) {
        source = ChartCandles(candles)
        self.interval = interval
        self.title = title
        self.overlays = overlays
        self.options = options
    }

    /// Describes a chart of a pool's candles.
    ///
    /// - Parameters:
    ///   - candles: Ascending by open time.
    ///   - interval: Their interval.
    ///   - title: What stands above.
    ///   - overlays: Lines that are dotted where no candle is.
    ///   - options: Its size and colours.
    public init(
        tokenCandles candles: [TokenCandle],
        interval: Interval,
        title: String,
        overlays: [ChartSeries] = [],
        options: Options = Options()
    ) {
        source = ChartCandles(candles)
        self.interval = interval
        self.title = title
        self.overlays = overlays
        self.options = options
    }

    /// The chart's lines, none longer than the terminal is wide.
    public var lines: [String] {
        guard !source.candles.isEmpty else { return [title, "no candles"] }
        return TerminalDrawing(source, interval, title, overlays, options).lines
    }
}
