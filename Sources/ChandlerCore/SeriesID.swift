/// The name of a series: all candles of one venue, symbol and interval.
public struct SeriesID: Sendable, Hashable, CustomStringConvertible {
    /// The venue the instrument trades at, such as `binance`.
    public let venue: String
    /// The venue's own ticker without separators.
    public let symbol: Symbol
    /// The candle length.
    public let interval: Interval

    /// Creates the name of a series.
    public init(venue: String, symbol: Symbol, interval: Interval) {
        self.venue = venue
        self.symbol = symbol
        self.interval = interval
    }

    /// Such as `binance BTCUSDT 1m`.
    public var description: String { "\(venue) \(symbol) \(interval.rawValue)" }

    /// A form that is safe in file names, such as `binance-BTCUSDT-1m`; the month interval is
    /// spelled `1mo`, because some file systems do not tell `1M` from `1m`.
    public var fileStem: String {
        let length = interval == .month ? "1mo" : interval.rawValue
        return "\(venue)-\(symbol)-\(length)"
    }
}

/// A venue's ticker without separators: 1 to 20 upper-case letters and digits.
///
/// Everything else is refused here, before it can reach a URL, a statement or a file name.
public struct Symbol: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The ticker.
    public let text: String

    /// Checks a ticker.
    ///
    /// Lower case is raised; separators are not guessed away, since `BTC-USDT` and `BTCUSDT`
    /// may be different instruments at one venue.
    ///
    /// - Throws: ``SymbolError`` naming the text and the rule.
    public init(_ text: String) throws(SymbolError) {
        // Some letters beyond ASCII turn into ASCII when they are raised.
        let upper = text.utf8.allSatisfy { $0 < 0x80 } ? text.uppercased() : ""
        let isPlain = upper.utf8.allSatisfy {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        guard isPlain, (1...20).contains(upper.utf8.count) else {
            throw SymbolError(text: text)
        }
        self.text = upper
    }

    /// Orders tickers by their letters.
    public static func < (lhs: Symbol, rhs: Symbol) -> Bool { lhs.text < rhs.text }

    /// The ticker.
    public var description: String { text }
}

/// A text that is no ticker.
public struct SymbolError: Error, Sendable, CustomStringConvertible {
    /// The text as it was given.
    public let text: String

    /// What was found and what is allowed.
    public var description: String {
        "symbol \(quoted(text)) is not a ticker: 1 to 20 letters and digits without "
            + "separators were expected, such as BTCUSDT"
    }
}

/// A text between quotes, cut to 80 characters, with control characters escaped.
public func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(80).reduce(into: "") {
        $0 += $1.escaped(asASCII: false)
    }
    return "\"" + shown + (text.unicodeScalars.count > 80 ? "…\"" : "\"")
}
