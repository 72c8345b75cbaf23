/// A way in which the server misbehaves, and when.
///
/// Written as `KIND[:ARGUMENT]...[@RULE[,RULE]...]`, for example `429:1@first=2` (the first two
/// candle requests are refused for one second) or `cut@start=1704067200000,first=1` (the page
/// that starts there is cut once).
///
/// Kinds: `429[:SECONDS]`, `418[:SECONDS]`, `403`, `451`, `500`, `503-html`, `cut`,
/// `slow[:MILLISECONDS]`, `garbage`, `html`, `content-type[:TYPE]`, `truncated-gzip`,
/// `duplicate[:altered|:edge]`, `unordered[:reversed]`, `late:OPEN_TIME`, `hide:FROM..THROUGH`,
/// `silent[:PERCENT]`, `revise:OPEN_TIME:FIELD:VALUE`.
///
/// Rules: `first=K`, `after=K`, `every=N`, `p=0.1`, `seed=S`, `start=TIME`, `symbol=S`,
/// `interval=I`, `path=SUFFIX` (`path=*` for every request; without it only requests for
/// candles, and for tokens at aggregators, are meant). Counting rules count the requests that the other rules let through.
///
/// Times are milliseconds since 1970 or RFC 3339.
public struct Fault: Sendable, Hashable, CustomStringConvertible {
    let effect: FaultEffect
    let rule: FaultRule
    /// The switch as it was written.
    public let description: String

    /// Reads a fault switch.
    ///
    /// - Throws: ``FixtureExchangeError`` with code `badFault` naming the part that was not
    ///   understood.
    public init(parsing text: String) throws(FixtureExchangeError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard let effect = try FaultEffect(words.map(String.init), in: text) else {
            throw FixtureExchangeError(
                .badFault,
                "read fault \(quoted(text)): \(quoted(parts[0])) is no kind of fault with these "
                    + "arguments; kinds are \(FaultEffect.kinds)"
            )
        }
        self.effect = effect
        rule = try FaultRule(parts.count > 1 ? String(parts[1]) : "", in: text)
        description = text
    }
}
