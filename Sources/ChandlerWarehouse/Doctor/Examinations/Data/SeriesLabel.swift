/// A series as metrics, pages and commands name it, whether this program knows its interval or not.
struct SeriesLabel: CustomStringConvertible {
    let venue: String
    let symbol: String
    let interval: String

    init(_ venue: String, _ symbol: String, _ interval: String) {
        self.venue = venue
        self.symbol = symbol
        self.interval = interval
    }

    var description: String { "\(venue) \(symbol) \(interval)" }

    /// The labels of a metric.
    var labels: KeyValuePairs<String, String> {
        ["venue": venue, "symbol": symbol, "interval": interval]
    }

    /// The options that name it on the command line.
    var options: String { "--venue \(venue) --symbol \(symbol) --interval \(interval)" }
}
