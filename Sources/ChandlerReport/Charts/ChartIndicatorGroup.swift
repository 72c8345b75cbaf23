import ChandlerIndicators

/// The columns that are drawn together under one name.
struct ChartIndicatorGroup: Sendable, Hashable {
    private enum Kind: Sendable, Hashable {
        /// Upper, middle and lower line over the candles.
        case band
        /// A line over the candles.
        case line
        /// Dots over the candles.
        case dots
        /// Line, signal and histogram below.
        case convergence
        /// Lines below.
        case panel
    }

    /// What was asked for, with its parameters.
    let name: String
    /// The columns it needs.
    let columns: [String]
    private let kind: Kind
    private let stem: String

    init(_ name: String) {
        // In the names of columns a decimal point is a p.
        let text = name.replacing(".", with: "p")
        let stems = Self.groups.keys.sorted { $0.count > $1.count }
        let stem = stems.first { text == $0 || Self.isParameters(text, after: $0) }
        guard let stem, let parts = Self.groups[stem] else {
            self.init(column: text)
            return
        }
        var parameters = String(text.dropFirst(stem.count))
        if parameters.isEmpty { parameters = Self.defaults(of: parts.columns[0]) }
        self.init(
            name: stem + parameters,
            columns: parts.columns.map { $0 + parameters },
            kind: parts.kind,
            stem: stem
        )
    }

    private init(name: String, columns: [String], kind: Kind, stem: String) {
        self.name = name
        self.columns = columns
        self.kind = kind
        self.stem = stem
    }

    /// A column by its own name; a bare stem has the parameters of the table.
    private init(column text: String) {
        let name = text.contains { $0.isNumber } ? text : text + Self.defaults(of: text)
        let stem = Self.overStems.first { name == $0 || Self.isParameters(name, after: $0) }
        let kind: Kind = stem == nil ? .panel : stem == "psar" ? .dots : .line
        self.init(
            name: name,
            columns: [name],
            kind: kind,
            stem: stem ?? String(name.prefix { !$0.isNumber }.drop { $0 == "_" })
        )
    }

    /// Whether a text is a stem with numbers.
    private static func isParameters(_ text: String, after stem: String) -> Bool {
        guard text.hasPrefix(stem + "_") else { return false }
        return text.dropFirst(stem.count + 1).split(
            separator: "_",
            omittingEmptySubsequences: false
        ).allSatisfy { part in
            part.first?.isNumber == true && part.allSatisfy { $0 == "p" || $0.isNumber }
        }
    }

    /// The parameters a stem has in the table, with a leading underscore.
    private static func defaults(of stem: String) -> String {
        let name = IndicatorSet.full.names.first { isParameters($0, after: stem) }
        return name.map { String($0.dropFirst(stem.count)) } ?? ""
    }

    private static let groups: [String: (columns: [String], kind: Kind)] = [
        "bb": (["bb_upper", "bb_middle", "bb_lower"], .band),
        "donchian": (["donchian_upper", "donchian_middle", "donchian_lower"], .band),
        "keltner": (["keltner_upper", "keltner_middle", "keltner_lower"], .band),
        "keltner_tv": (["keltner_tv_upper", "keltner_tv_middle", "keltner_tv_lower"], .band),
        "macd": (["macd", "macd_signal", "macd_hist"], .convergence),
        "stoch": (["stoch_k", "stoch_d"], .panel),
        "stochf": (["stochf_k", "stochf_d"], .panel),
        "stochrsi": (["stochrsi_k", "stochrsi_d"], .panel),
        "stochrsi_tv": (["stochrsi_tv_k", "stochrsi_tv_d"], .panel),
        "aroon": (["aroon_up", "aroon_down"], .panel),
        "dmi": (["plus_di", "minus_di", "adx"], .panel),
    ]

    private static let overStems = [
        "sma", "ema", "wma", "dema", "tema", "kama", "hma", "vwap", "vwap_day", "psar",
        "supertrend", "supertrend_tv", "bb_upper", "bb_middle", "bb_lower", "donchian_upper",
        "donchian_middle", "donchian_lower", "keltner_upper", "keltner_middle", "keltner_lower",
        "keltner_tv_upper", "keltner_tv_middle", "keltner_tv_lower", "ichimoku_tenkan",
        "ichimoku_kijun", "ichimoku_senkou_a", "ichimoku_senkou_b",
    ]

    // MARK: - Drawing

    func overlays(_ values: [String: [Double]]) -> [ChartSeries] {
        let columns = self.columns.map { values[$0] ?? [] }
        switch kind {
        case .line: return [ChartSeries(name: name, values: columns[0])]
        case .dots: return [ChartSeries(name: name, values: columns[0], mark: .dots)]
        case .band:
            return [
                ChartSeries(name: name, values: columns[0], mark: .band(lower: columns[2])),
                ChartSeries(name: "", values: columns[1], mark: .dashes),
            ]
        case .convergence, .panel: return []
        }
    }

    func panel(_ values: [String: [Double]]) -> ChartPanel? {
        let columns = self.columns.map { values[$0] ?? [] }
        switch kind {
        case .line, .dots, .band: return nil
        case .convergence:
            return ChartPanel(
                title: name,
                series: [
                    ChartSeries(name: "", values: columns[2], mark: .histogram),
                    ChartSeries(name: "macd", values: columns[0]),
                    ChartSeries(name: "signal", values: columns[1]),
                ]
            )
        case .panel:
            let scale = Self.scale(of: stem)
            return ChartPanel(
                title: name,
                series: zip(self.columns, columns).map { column, values in
                    ChartSeries(
                        name: columns.count == 1 ? "" : String(column.dropLast(parameters.count)),
                        values: values
                    )
                },
                levels: scale.levels,
                bounds: scale.bounds
            )
        }
    }

    /// What follows the stem.
    private var parameters: String { String(name.dropFirst(stem.count)) }

    /// The levels people look at, and the ends of the scale where it has some.
    private static func scale(of stem: String) -> (levels: [Double], bounds: ClosedRange<Double>?) {
        switch stem {
        case "rsi", "rsi_": ([30, 70], 0...100)
        case "mfi", "mfi_", "stoch", "stochf", "stochrsi", "stochrsi_tv": ([20, 80], 0...100)
        case "aroon": ([30, 70], 0...100)
        case "ultosc", "ultosc_": ([30, 70], 0...100)
        case "willr", "willr_": ([-80, -20], -100...0)
        case "cci", "cci_": ([-100, 100], nil)
        case "dmi", "adx", "adx_": ([25], nil)
        default: ([], nil)
        }
    }
}
