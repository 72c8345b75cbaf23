/// In what a token is told differently.
struct TokenQuirks: OptionSet, Sendable, Hashable {
    let rawValue: Int

    static let unknownToJupiter = TokenQuirks(rawValue: 1 << 0)
    static let unknownToDexScreener = TokenQuirks(rawValue: 1 << 1)
    static let unknownToGeckoTerminal = TokenQuirks(rawValue: 1 << 2)
    /// Jupiter has no price of it.
    static let unpriced = TokenQuirks(rawValue: 1 << 3)
    /// Nothing was traded for a day.
    static let quiet = TokenQuirks(rawValue: 1 << 4)
    /// DexScreener's price is a quarter of the true one.
    static let corruptAtDexScreener = TokenQuirks(rawValue: 1 << 5)
    /// GeckoTerminal's numbers are `NaN`.
    static let notANumber = TokenQuirks(rawValue: 1 << 6)
    /// So young that only the launchpad tells of it.
    static let young = TokenQuirks(rawValue: 1 << 7)
    static let verified = TokenQuirks(rawValue: 1 << 8)
}
