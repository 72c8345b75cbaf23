import ChandlerCore

/// Reads CoinGecko's candles, whose times are those of their ends.
enum CoinGeckoRows {
    static let layout = TokenRowLayout(timeUnit: .milliseconds, stampsClose: true, hasVolume: false)

    /// Reads an answer.
    ///
    /// The server chooses how long candles are; an answer with others than expected is refused.
    ///
    /// - Throws: ``JSONFault`` where the answer holds no candles of the interval.
    static func read(_ root: JSONValue, _ scope: TokenRowScope) throws(JSONFault) -> TokenRows {
        guard let list = root.elements else {
            throw JSONFault(words: "an array of rows was expected")
        }
        let interval = scope.interval
        let times = list.compactMap { row -> Timestamp? in
            guard let fields = try? layout.fields(row) else { return nil }
            return try? layout.openTime(fields, interval)
        }
        // The last row may end now, which tells nothing; neither do two rows beside a hole.
        let steps = zip(times, times.dropFirst().dropLast()).map { $1 - $0 }.filter { $0 > 0 }
        if steps.count > 1, let step = steps.min(), step != interval.fixedMicroseconds {
            throw JSONFault(
                words: "candles of \(interval.rawValue) were expected, the rows are "
                    + "\(step / 1_000_000) seconds apart"
            )
        }
        var scope = scope
        scope.formsOffGrid = true
        return TokenRows(list, layout, scope)
    }
}
