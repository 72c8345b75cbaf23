import ChandlerCore

/// One answer with candles of a pool.
struct GeckoTerminalPage: Sendable {
    /// The rows, sorted out.
    var rows: TokenRows
    /// The tokens of the pool as the answer names them.
    let base: String?
    let quote: String?

    static let layout = TokenRowLayout(timeUnit: .seconds, stampsClose: false, hasVolume: true)

    /// Reads an answer.
    ///
    /// - Throws: ``JSONFault`` where it has no rows where they should be, or only later ones.
    init(_ root: JSONValue, _ scope: TokenRowScope) throws(JSONFault) {
        guard let list = root["data", "attributes", "ohlcv_list"]?.elements else {
            throw JSONFault(words: "an array of rows was expected at /data/attributes/ohlcv_list")
        }
        var scope = scope
        scope.rejectsNewer = true
        rows = TokenRows(list, Self.layout, scope)
        // One row may be broken; when all are, the span was not looked at.
        guard rows.newer == 0 || rows.newer < rows.count else {
            throw JSONFault(words: "all rows open after the span that was asked for")
        }
        base = root["meta", "base", "address"]?.string
        quote = root["meta", "quote", "address"]?.string
    }

    /// What is wrong with the token that is priced, or `nil` where it is the wanted one.
    ///
    /// An answer without rows prices nothing. The token called base is the priced one, whichever
    /// side of the pool it is on: nothing is taken from an answer that names another or none.
    func whyOther(than mint: String) -> String? {
        guard rows.count > 0 else { return nil }
        if base.map({ TokenAddress.areSame($0, mint) }) ?? false { return nil }
        return "the answer prices \(base.map { quoted($0) } ?? "a token that it does not name")"
            + " against \(quote.map { quoted($0) } ?? "another"), not \(quoted(mint))"
    }
}
