import ChandlerCore

/// A folder of the archive: the monthly or daily files of one series.
struct ArchiveFolder: Sendable, Hashable {
    let symbol: String
    let interval: Interval
    let isDaily: Bool

    /// Reads `data/spot/monthly/klines/BTCUSDT/1m`, with or without slashes at its ends.
    init?(_ path: String) {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count == 6, parts[0] == "data", parts[1] == "spot", parts[3] == "klines",
            parts[2] == "monthly" || parts[2] == "daily",
            let interval = parts[5] == "1mo" ? .month : Interval(rawValue: parts[5]),
            parts[5] != "1M"
        else { return nil }
        symbol = parts[4]
        isDaily = parts[2] == "daily"
        self.interval = interval
    }

    /// As listings spell it, with a slash at the end.
    var prefix: String {
        "data/spot/\(isDaily ? "daily" : "monthly")/klines/\(symbol)/\(spelledInterval)/"
    }

    /// The month or day that holds a moment.
    func period(of moment: Timestamp) -> TimeRange {
        if !isDaily { return moment.month.range }
        let day = Timestamp(moment.date)
        return TimeRange(day, day + Timestamp.microsecondsPerDay)
    }

    /// The name of the file for a month or day, without an ending.
    func stem(_ period: TimeRange) -> String {
        let time = isDaily ? period.start.compact : period.start.month.dashed
        return "\(symbol)-\(spelledInterval)-\(time)"
    }

    /// The month or day of a stem, or `nil` where it is not one of this folder.
    func period(ofStem stem: String) -> TimeRange? {
        let time = stem.dropFirst("\(symbol)-\(spelledInterval)-".count)
        guard let start = Timestamp(parsing: isDaily ? String(time) : "\(time)-01") else {
            return nil
        }
        let range = period(of: start)
        return self.stem(range) == stem ? range : nil
    }

    /// When the file appears: a day on the next one, a month on the first Monday after it.
    func publication(_ period: TimeRange) -> Timestamp {
        isDaily ? period.end : Interval.week.ceiling(period.end)
    }

    private var spelledInterval: String { interval == .month ? "1mo" : interval.rawValue }
}
