/// Columns that look into the future: for drawing charts, never for tables or training sets.
public enum ChartOnly {
    /// How many candles the chikou line is shifted back: the 26 of Ichimoku less one.
    public static let shift = 25

    /// The Ichimoku chikou line: at each row the close 25 rows later.
    ///
    /// It needs the whole series and cannot be computed as candles arrive.
    ///
    /// **Source:** TradingView's Ichimoku, which shifts by 26 - 1.
    ///
    /// - Parameter closes: Closing prices of consecutive candles.
    /// - Returns: As many values; the last 25 are NaN, which means undefined.
    public static func chikouPlot(closes: [Double]) -> [Double] {
        closes.dropFirst(shift) + Array(repeating: .nan, count: min(shift, closes.count))
    }

    /// What the chikou column means; it is in no ``IndicatorSet``.
    public static var chikouInfo: IndicatorInfo {
        IndicatorInfo(
            name: "ichimoku_chikou_plot",
            unit: .price,
            warmUp: 0,
            meaning: "Close 25 candles later, as charts draw it; looks into the future",
            looksAhead: true
        )
    }
}
