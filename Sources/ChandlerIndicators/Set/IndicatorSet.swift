/// Which indicators a series carries, each once, in canonical order.
///
/// The order is that of the table of conventions; further parameters of a family come after it.
public struct IndicatorSet: Sendable, Hashable {
    /// The version of the formulas in this module; it changes whenever a value could change.
    static let algorithmVersion = 1

    let columns: [IndicatorColumn]

    /// The 25 columns that most people want.
    public static let core = IndicatorSet(known: [
        "sma_20", "sma_50", "sma_200", "ema_12", "ema_26", "ema_50", "rsi_14", "macd_12_26_9",
        "macd_signal_12_26_9", "macd_hist_12_26_9", "bb_upper_20_2", "bb_middle_20_2",
        "bb_lower_20_2", "bb_bandwidth_20_2", "atr_14", "adx_14", "plus_di_14", "minus_di_14",
        "stoch_k_14_3_3", "stoch_d_14_3_3", "mfi_14", "obv", "vwap_day", "log_return",
        "realized_vol_20",
    ])

    /// Every column of the table of conventions but the one that looks into the future.
    public static let full = IndicatorSet(
        known: IndicatorCatalog.tableNames.filter { $0 != "ichimoku_chikou_plot" }
    )

    /// No indicators.
    public static let none = IndicatorSet(columns: [])

    /// The set of these columns.
    ///
    /// - Parameter names: Column names with their parameters, in any order, repeated or not.
    /// - Throws: ``IndicatorError`` with code `unknownName`, `badParameter` or `looksAhead`.
    public init(names: [String]) throws(IndicatorError) {
        var columns: [IndicatorColumn] = []
        for name in names { columns.append(try IndicatorCatalog.column(name)) }
        self.init(columns: columns)
    }

    private init(columns: [IndicatorColumn]) {
        self.columns = Set(columns).sorted()
    }

    private init(known names: [String]) {
        do {
            try self.init(names: names)
        } catch {
            preconditionFailure("Invariant: the built-in names are known: \(error)")
        }
    }

    /// The column names, in canonical order.
    public var names: [String] { columns.map(\.name) }

    /// Identifies the columns and the version of their formulas, the same on every machine.
    public var fingerprint: String {
        var hash = FNV1a()
        hash.add("chandler indicators \(Self.algorithmVersion)".utf8)
        for column in columns {
            hash.add(CollectionOfOne(10))
            hash.add(column.name.utf8)
        }
        let digits = String(hash.value, radix: 16)
        return "v\(Self.algorithmVersion)-" + String(repeating: "0", count: 16 - digits.count)
            + digits
    }

    /// The columns of both sets.
    public func union(_ other: IndicatorSet) -> IndicatorSet {
        IndicatorSet(columns: columns + other.columns)
    }

    /// What a column of this set means.
    ///
    /// - Precondition: `name` is one of ``names``.
    public func info(of name: String) -> IndicatorInfo {
        guard let column = columns.first(where: { $0.name == name }) else {
            preconditionFailure("Invariant: the indicator asked about is in the set")
        }
        return column.info
    }

    /// How many candles come before the first one for which every column can have a value.
    public var warmUp: Int { columns.map(\.warmUp).max() ?? 0 }
}
