/// The nominal length of a candle; all calendar arithmetic of candles lives here.
///
/// Spelled as Binance spells it: `1m` is a minute, `1M` a calendar month. Weeks open on Monday
/// 00:00 UTC. The 3-day candle opens at a UTC midnight, but the days it counts from are the
/// venue's own, so its grid is known only from a candle that exists.
public enum Interval: String, Sendable, Hashable, CaseIterable {
    case second = "1s"
    case minute = "1m"
    case threeMinutes = "3m"
    case fiveMinutes = "5m"
    case fifteenMinutes = "15m"
    case thirtyMinutes = "30m"
    case hour = "1h"
    case twoHours = "2h"
    case fourHours = "4h"
    case sixHours = "6h"
    case eightHours = "8h"
    case twelveHours = "12h"
    case day = "1d"
    case threeDays = "3d"
    case week = "1w"
    case month = "1M"

    /// The length in microseconds, or `nil` for the calendar month, which has no fixed length.
    public var fixedMicroseconds: Int64? {
        switch self {
        case .second: 1_000_000
        case .minute: 60_000_000
        case .threeMinutes: 180_000_000
        case .fiveMinutes: 300_000_000
        case .fifteenMinutes: 900_000_000
        case .thirtyMinutes: 1_800_000_000
        case .hour: 3_600_000_000
        case .twoHours: 7_200_000_000
        case .fourHours: 14_400_000_000
        case .sixHours: 21_600_000_000
        case .eightHours: 28_800_000_000
        case .twelveHours: 43_200_000_000
        case .day: 86_400_000_000
        case .threeDays: 259_200_000_000
        case .week: 604_800_000_000
        case .month: nil
        }
    }

    /// The moment `count` candles after `open` (before it when negative).
    ///
    /// For every interval but the month this is exact from any moment; for the month it counts
    /// from the first of the month that holds `open`.
    public func advance(_ open: Timestamp, by count: Int) -> Timestamp {
        guard let length = fixedMicroseconds else {
            return open.month.advanced(by: count).start
        }
        return open + length * Int64(count)
    }

    /// The close time of the candle that opens at `open`: the first moment after it.
    public func close(of open: Timestamp) -> Timestamp {
        advance(open, by: 1)
    }

    /// Whether a candle of this interval can open at this moment.
    public func isAligned(_ moment: Timestamp) -> Bool {
        floor(moment) == moment
    }

    /// The latest moment not after `moment` at which a candle can open.
    ///
    /// For the 3-day candle that is the UTC midnight before.
    public func floor(_ moment: Timestamp) -> Timestamp {
        guard let length = fixedMicroseconds else { return moment.month.start }
        let day = Timestamp.microsecondsPerDay
        let step = self == .threeDays ? day : length
        let anchor = self == .week ? 4 * day : 0
        let steps = floorDivide(moment.microseconds - anchor, step)
        return Timestamp(microseconds: anchor + steps * step)
    }

    /// The earliest moment not before `moment` at which a candle can open.
    public func ceiling(_ moment: Timestamp) -> Timestamp {
        let below = floor(moment)
        if below == moment { return moment }
        return self == .threeDays
            ? below + Timestamp.microsecondsPerDay : advance(below, by: 1)
    }

    /// How many candles open in a span whose start is on the grid.
    public func count(in range: TimeRange) -> Int {
        guard let length = fixedMicroseconds else {
            let first = range.start.month
            let last = ceiling(range.end).month
            return (last.year - first.year) * 12 + last.month - first.month
        }
        return Int((range.microseconds + length - 1) / length)
    }
}
