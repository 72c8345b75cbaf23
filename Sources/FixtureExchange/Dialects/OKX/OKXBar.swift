import ChandlerCore

/// The venue's spellings of intervals.
enum OKXBar {
    private static let intervals: [String: Interval] = [
        "1s": .second, "1m": .minute, "3m": .threeMinutes, "5m": .fiveMinutes,
        "15m": .fifteenMinutes, "30m": .thirtyMinutes, "1H": .hour, "2H": .twoHours,
        "4H": .fourHours, "6Hutc": .sixHours, "12Hutc": .twelveHours, "1Dutc": .day,
        "3Dutc": .threeDays, "1Wutc": .week, "1Mutc": .month,
    ]

    /// Bars that open at 16:00 UTC, or have lengths that no candle file has.
    private static let others: Set<String> = [
        "6H", "12H", "1D", "2D", "3D", "1W", "1M", "3M", "2Dutc", "3Mutc",
    ]

    /// Whether the venue knows a spelling; upper and lower case differ.
    static func exists(_ bar: String) -> Bool {
        intervals[bar] != nil || others.contains(bar)
    }

    /// The interval of a spelling, or `nil` where none of Chandler's is meant.
    static func interval(_ bar: String) -> Interval? { intervals[bar] }
}
