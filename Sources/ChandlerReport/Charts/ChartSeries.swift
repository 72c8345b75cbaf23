/// Values that are drawn with the candles of a chart, one a candle.
public struct ChartSeries: Sendable, Hashable {
    /// How the values are drawn.
    public enum Mark: Sendable, Hashable {
        /// A line that breaks where there is no value.
        case line
        /// A dashed line.
        case dashes
        /// A dot a candle.
        case dots
        /// Bars from 0.
        case histogram
        /// A filled area between the values and others below, one a candle.
        case band(lower: [Double])
    }

    /// What the legend says; an empty name is not in it.
    public let name: String
    /// One value a candle, in the candles' order; NaN where there is none.
    public let values: [Double]
    /// How they are drawn.
    public let mark: Mark

    /// Describes values.
    ///
    /// - Precondition: a band has as many lower values as upper ones.
    public init(name: String, values: [Double], mark: Mark = .line) {
        if case .band(let lower) = mark {
            precondition(
                lower.count == values.count,
                "Invariant: a band has a lower value for each upper one"
            )
        }
        self.name = name
        self.values = values
        self.mark = mark
    }

    /// Every number that is drawn.
    var all: [Double] {
        if case .band(let lower) = mark { return values + lower }
        return values
    }
}

/// A part of a chart below the candles, with a scale of its own.
public struct ChartPanel: Sendable, Hashable {
    /// What stands in its corner.
    public let title: String
    /// What is drawn in it, in this order.
    public let series: [ChartSeries]
    /// Values at which a dashed line is drawn.
    public let levels: [Double]
    /// The ends of its scale; `nil` for those of the values.
    public let bounds: ClosedRange<Double>?

    /// Describes a panel.
    public init(
        title: String,
        series: [ChartSeries],
        levels: [Double] = [],
        bounds: ClosedRange<Double>? = nil
    ) {
        self.title = title
        self.series = series
        self.levels = levels
        self.bounds = bounds
    }
}
