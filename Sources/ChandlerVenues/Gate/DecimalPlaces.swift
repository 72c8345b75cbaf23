/// A step of prices or volumes that a venue tells as its number of decimals.
struct DecimalPlaces {
    let count: Int

    /// The step as text, such as `0.01` for two decimals and `1` for none.
    ///
    /// `nil` for a number that cannot be one of decimals.
    var step: String? {
        switch count {
        case 0: "1"
        case 1...30: "0." + String(repeating: "0", count: count - 1) + "1"
        default: nil
        }
    }
}
