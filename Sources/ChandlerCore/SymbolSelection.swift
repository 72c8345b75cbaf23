/// What a rule picked at a venue.
public struct SymbolSelection: Sendable, Hashable {
    /// The rule.
    public let rule: SymbolRule
    /// The venue's name.
    public let venue: String
    /// The instruments with their turnover, the most traded first.
    public let ranked: [InstrumentTurnover]
    /// Where nothing was picked: the quote assets of the venue, those of most instruments first.
    public let quoteAssets: [String]

    /// The symbols, the most traded first.
    public var symbols: [Symbol] { ranked.map(\.instrument.symbol) }

    /// Words for a person where the rule found fewer than it asks for, or none; otherwise `nil`.
    public var note: String? {
        if ranked.count == rule.count { return nil }
        guard ranked.isEmpty else {
            let (are, trade) = ranked.count == 1 ? ("is", "trades") : ("are", "trade")
            return "\(rule): \(venue) has fewer, there \(are) \(ranked.count) that \(trade) "
                + "against \(rule.quoteAsset)"
        }
        let words = "\(rule): nothing that trades at \(venue) is counted in \(rule.quoteAsset)"
        if quoteAssets.isEmpty { return words + ", its list of trading instruments was empty" }
        let more = quoteAssets.count > 12 ? " …" : ""
        return words + "; quote assets there are "
            + quoteAssets.prefix(12).joined(separator: " ") + more
    }
}
