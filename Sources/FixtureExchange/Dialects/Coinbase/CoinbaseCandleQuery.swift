import ChandlerCore

/// The parameters of candles as far as they can be read.
struct CoinbaseCandleQuery: Sendable, Hashable {
    let interval: Interval?
    /// The first open time in milliseconds.
    let start: Int64?
    /// The last open time in milliseconds, included.
    let end: Int64?

    init(_ query: QueryParameters, of api: CoinbaseEndpoint.API) {
        let granularities = api == .advanced ? Self.words : Self.seconds
        interval = query["granularity"].flatMap { granularities[$0] }
        start = query["start"].flatMap { Self.milliseconds($0, api) }
        end = query["end"].flatMap { Self.milliseconds($0, api) }
    }

    private static let words: [String: Interval] = [
        "ONE_MINUTE": .minute, "FIVE_MINUTE": .fiveMinutes, "FIFTEEN_MINUTE": .fifteenMinutes,
        "THIRTY_MINUTE": .thirtyMinutes, "ONE_HOUR": .hour, "TWO_HOUR": .twoHours,
        "FOUR_HOUR": .fourHours, "SIX_HOUR": .sixHours, "ONE_DAY": .day,
    ]

    private static let seconds: [String: Interval] = [
        "60": .minute, "300": .fiveMinutes, "900": .fifteenMinutes, "3600": .hour,
        "21600": .sixHours, "86400": .day,
    ]

    /// Seconds since 1970, or in Coinbase Exchange also an RFC 3339 time.
    private static func milliseconds(_ text: String, _ api: CoinbaseEndpoint.API) -> Int64? {
        if let seconds = Int64(text) {
            let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
            return overflow ? nil : product
        }
        return api == .exchange ? Timestamp(parsing: text)?.milliseconds : nil
    }
}
