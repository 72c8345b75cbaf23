/// What one indicator column means.
public struct IndicatorInfo: Sendable, Hashable {
    /// The scale a column's values live on.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        /// Quote currency per unit of base currency.
        case price
        /// Around 0 to 100 or -100 to 100.
        case percent
        /// Around 1, or a return.
        case ratio
        /// Units of base currency.
        case volume
        /// +1 or -1.
        case sign
    }

    /// The column's name, parameters included.
    public let name: String
    /// The scale of the values.
    public let unit: Unit
    /// How many candles come before the first one that has a value.
    public let warmUp: Int
    /// The meaning in one line.
    public let meaning: String
    /// Whether the value at a row depends on later rows; such columns are for charts only.
    public let looksAhead: Bool

    /// Creates a description.
    public init(name: String, unit: Unit, warmUp: Int, meaning: String, looksAhead: Bool) {
        self.name = name
        self.unit = unit
        self.warmUp = warmUp
        self.meaning = meaning
        self.looksAhead = looksAhead
    }
}
