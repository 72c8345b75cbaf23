import ChandlerCore
import ChandlerHTTP

/// What is known of an exchange before it is asked anything: names, limits and habits, as data.
struct ExchangeProfile: Sendable {
    /// The name in the table and on the command line, such as `kraken`.
    let name: String
    /// The base URLs in order of preference, without a path.
    let hosts: [String]
    /// The intervals that open on Chandler's grid, with the venue's own spelling.
    let intervals: [Interval: String]
    /// The most candles in one answer.
    let pageSize: Int
    /// What an address may ask for; every request weighs 1 unless the dialect says otherwise.
    let limit: WeightLimit
    /// The response header with the weight used so far, where the venue sends one.
    var usedWeightHeader: String?
    /// What it means that a candle is missing between others.
    let missing: MissingCandle
    /// How many candles back from now are served; `nil` where history is whole.
    var reach: Int?
    /// How the first candle of a series is found.
    let beginning: Beginning
    /// Which rows stay where a window holds more than an answer does.
    var keepsNewest = false

    /// How the first candle of a series is found.
    enum Beginning: Sendable {
        /// A request without an end sends the candles that follow its start.
        case asked
        /// Windows of a longer interval are looked through from the venue's first day on.
        case searched(Interval, since: Timestamp)
    }

    /// The venue's spelling of an interval.
    func spelling(_ interval: Interval) -> String {
        guard let text = intervals[interval] else {
            preconditionFailure("Invariant: \(name) is asked for intervals that it has")
        }
        return text
    }
}
