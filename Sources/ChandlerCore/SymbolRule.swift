/// A rule that picks instruments of a venue, such as `top:50:USDT`: the most traded of a quote.
///
/// The rule looks at nothing but the quote asset and the turnover. Pairs of two stable coins, such
/// as `USDCUSDT`, leveraged tokens and wrapped coins are picked like any other where they are
/// traded that much; who does not want them names the symbols instead.
public struct SymbolRule: Sendable, Hashable, CustomStringConvertible {
    /// How many instruments may be asked for.
    public static let counts = 1...1_000

    /// How many instruments are wanted.
    public let count: Int
    /// The asset their prices are counted in, in upper case.
    public let quoteAsset: String

    /// Makes a rule.
    ///
    /// - Parameters:
    ///   - count: How many instruments, 1 to 1000.
    ///   - quoteAsset: 1 to 20 letters and digits; lower case is raised.
    /// - Throws: ``SymbolRuleError`` saying what was expected.
    public init(count: Int, quoteAsset: String) throws(SymbolRuleError) {
        guard Self.counts.contains(count) else {
            throw SymbolRuleError(found: "the count \"\(count)\"", expected: Self.expectedCount)
        }
        // An asset is spelled as a ticker is.
        guard let asset = try? Symbol(quoteAsset) else {
            throw SymbolRuleError(
                found: "the quote asset \(quoted(quoteAsset))",
                expected: "1 to 20 letters and digits, such as USDT"
            )
        }
        self.count = count
        self.quoteAsset = asset.text
    }

    /// Reads `top:COUNT:QUOTE`, upper or lower case.
    ///
    /// - Throws: ``SymbolRuleError`` saying what was expected.
    public init(parsing text: String) throws(SymbolRuleError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "top" else {
            throw SymbolRuleError(
                found: "the rule \(quoted(text))",
                expected: "top:COUNT:QUOTE, such as top:50:USDT"
            )
        }
        let isWhole = !parts[1].isEmpty && parts[1].utf8.allSatisfy { (48...57).contains($0) }
        guard isWhole, let count = Int(parts[1]) else {
            throw SymbolRuleError(
                found: "the count \(quoted(String(parts[1]))) of \(quoted(text))",
                expected: Self.expectedCount
            )
        }
        try self.init(count: count, quoteAsset: String(parts[2]))
    }

    /// Such as `top:50:USDT`.
    public var description: String { "top:\(count):\(quoteAsset)" }

    /// Picks the instruments of the quote asset with the highest turnover.
    ///
    /// Instruments with the same turnover are in the order of their symbols; a symbol is picked
    /// once. A turnover that is negative or not finite is passed over.
    ///
    /// - Parameters:
    ///   - turnovers: What a venue told of its instruments that trade, in any order.
    ///   - venue: The venue's name, for messages.
    /// - Returns: The selection, which may hold fewer than were asked for, or none.
    public func selection(
        from turnovers: [InstrumentTurnover],
        at venue: String
    ) -> SymbolSelection {
        let ranked = turnovers.filter { $0.isAmount && $0.instrument.isQuoted(in: quoteAsset) }
            .sorted { first, second in
                first.quoteVolume == second.quoteVolume
                    ? first.instrument.symbol < second.instrument.symbol
                    : first.quoteVolume > second.quoteVolume
            }
        var seen: Set<Symbol> = []
        let distinct = ranked.filter { seen.insert($0.instrument.symbol).inserted }
        return SymbolSelection(
            rule: self,
            venue: venue,
            ranked: Array(distinct.prefix(count)),
            quoteAssets: distinct.isEmpty ? Self.quoteAssets(turnovers) : []
        )
    }

    /// The quote assets there are, those of most instruments first.
    private static func quoteAssets(_ turnovers: [InstrumentTurnover]) -> [String] {
        let counts = turnovers.reduce(into: [String: Int]()) { counts, turnover in
            counts[turnover.instrument.quoteAsset.uppercased(), default: 0] += 1
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    private static let expectedCount = "a whole number from 1 to 1000"
}

extension Instrument {
    fileprivate func isQuoted(in asset: String) -> Bool { quoteAsset.uppercased() == asset }
}
