public import ChandlerCore
public import ChandlerIndicators

/// Indicators as they are drawn: what belongs together as one name, over the candles or below.
///
/// `bb`, `macd`, `stoch` and the like stand for all their columns, with or without parameters; other
/// names are those of the columns.
public struct ChartIndicators: Sendable {
    private let groups: [ChartIndicatorGroup]
    private let set: IndicatorSet

    /// The names, each once, in the order in which they were given.
    public var names: [String] { groups.map(\.name) }

    /// No indicators.
    public static let none = ChartIndicators(groups: [], set: .none)

    /// Reads names such as `sma_20,ema_50,bb,macd,rsi_14`; an empty text is none.
    ///
    /// - Throws: `IndicatorError` with code `unknownName`, `badParameter` or `looksAhead`.
    public init(parsing text: String) throws(IndicatorError) {
        var groups: [ChartIndicatorGroup] = []
        for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let group = ChartIndicatorGroup(part.lowercased())
            if group.name != "none", !groups.contains(where: { $0.name == group.name }) {
                groups.append(group)
            }
        }
        self.groups = groups
        set = try IndicatorSet(names: groups.flatMap(\.columns))
    }

    private init(groups: [ChartIndicatorGroup], set: IndicatorSet) {
        self.groups = groups
        self.set = set
    }

    /// How many candles before the first that is drawn are to be read.
    ///
    /// Averages that never forget have then come as near to the value from the series' beginning as
    /// can be seen; running totals such as `obv` begin at another height.
    public var leadIn: Int { groups.isEmpty ? 0 : 100 + 20 * set.warmUp }

    /// Computes what is drawn.
    ///
    /// - Parameters:
    ///   - candles: Ascending, the ones before included.
    ///   - first: Where the candles that are drawn begin, as an index.
    /// - Returns: Series for ``CandleChart``, with a value for each candle from `first` on.
    public func drawn(
        _ candles: [Candle],
        from first: Int = 0
    ) -> (overlays: [ChartSeries], panels: [ChartPanel]) {
        drawn(CandleColumns(candles), from: first)
    }

    /// Computes what is drawn with a pool's candles.
    ///
    /// - Parameters:
    ///   - candles: Ascending, the ones before included.
    ///   - first: Where the candles that are drawn begin, as an index.
    /// - Returns: Series for ``CandleChart``, with a value for each candle from `first` on.
    public func drawn(
        tokenCandles candles: [TokenCandle],
        from first: Int = 0
    ) -> (overlays: [ChartSeries], panels: [ChartPanel]) {
        drawn(
            CandleColumns(
                openTimes: candles.map(\.openTime.microseconds),
                opens: candles.map(\.open),
                highs: candles.map(\.high),
                lows: candles.map(\.low),
                closes: candles.map(\.close),
                volumes: candles.map { $0.volume ?? .nan }
            ),
            from: first
        )
    }

    private func drawn(
        _ columns: CandleColumns,
        from first: Int
    ) -> (overlays: [ChartSeries], panels: [ChartPanel]) {
        precondition(
            (0...columns.count).contains(first),
            "Invariant: the first candle that is drawn is one of them"
        )
        var engine = IndicatorEngine(set)
        let frame = engine.update(columns)
        let values = Dictionary(
            uniqueKeysWithValues: zip(set.names, frame.columns.map { Array($0[first...]) })
        )
        return (
            groups.flatMap { $0.overlays(values) }, groups.compactMap { $0.panel(values) }
        )
    }
}
