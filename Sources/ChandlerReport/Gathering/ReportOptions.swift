public import ChandlerCore

/// What a report shows, and how much of it.
///
/// The counts bound the page: whatever a database holds, it stays below a few megabytes.
public struct ReportOptions: Sendable, Hashable {
    /// Only series of this venue.
    public var venue: String?
    /// Only series of this ticker.
    public var symbol: Symbol?
    /// Only series of this candle length.
    public var interval: Interval?
    /// When the report is made; what still runs is measured up to here.
    public var now: Timestamp
    /// How many runs are listed, the newest.
    public var runs = 50
    /// How many series have their candles drawn, the first ones.
    public var charts = 6
    /// How many candles are drawn of each, the last ones.
    public var candles = 200
    /// How many gaps are listed, the open ones first.
    public var gaps = 200
    /// How many series are shown; of the others the page says how many they are.
    public var series = 200
    /// How many months the heat map has, the last ones.
    public var months = 180

    /// Creates the options of a report on everything.
    public init(now: Timestamp) {
        self.now = now
    }

    /// The filter in words, such as `binance BTCUSDT`; empty for everything.
    public var filterWords: String {
        [venue, symbol?.text, interval?.rawValue].compactMap { $0 }.joined(separator: " ")
    }

    /// The filter as options of a command, such as ` --venue binance`.
    var filterArguments: String {
        [("venue", venue), ("symbol", symbol?.text), ("interval", interval?.rawValue)]
            .compactMap { name, value in value.map { " --\(name) \($0)" } }.joined()
    }
}
