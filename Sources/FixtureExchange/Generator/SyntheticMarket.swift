import ChandlerCore

/// A made-up market from which fixture candles of one minute are generated.
///
/// The rows depend on nothing but these numbers: all arithmetic is in integers.
public struct SyntheticMarket: Sendable {
    /// The ticker, which gives the file its name.
    public let symbol: String
    let seed: UInt64
    let start: Timestamp
    let minuteCount: Int
    /// The first price, counted in its smallest step.
    let firstPrice: Int64
    let priceDecimals: Int
    /// The usual change within a minute, in price steps.
    let volatility: Int64
    /// The usual volume of a minute, in its smallest step.
    let volume: Int64
    let volumeDecimals: Int
    let events: [SyntheticEvent]

    /// The markets whose candles are kept in `fixtures/candles`.
    public static let committed = [bitcoin, ether]

    private static let start = Timestamp(Month(year: 2024, month: 1).start.date)
    /// January to March, and a piece of April that ends in mid day.
    private static let minuteCount = (91 * 24 + 37) * 60 + 11

    private static let bitcoin = SyntheticMarket(
        symbol: "BTCUSDT",
        seed: 20_240_101,
        start: start,
        minuteCount: minuteCount,
        firstPrice: 422_830,
        priceDecimals: 1,
        volatility: 60,
        volume: 40,
        volumeDecimals: 1,
        events: [
            SyntheticEvent(.outage, day: 3, hour: 4, minute: 17, count: 1),
            SyntheticEvent(.silence, day: 5, hour: 3, minute: 10, count: 12),
            SyntheticEvent(.outage, day: 9, hour: 13, minute: 0, count: 7),
            SyntheticEvent(.tie, day: 12, hour: 8, minute: 0, count: 90),
            SyntheticEvent(.outage, day: 17, hour: 2, minute: 0, count: 63),
            SyntheticEvent(.silence, day: 17, hour: 3, minute: 3, count: 2),
            // Over the border of two months.
            SyntheticEvent(.outage, day: 30, hour: 23, minute: 20, count: 80),
            SyntheticEvent(.outage, day: 45, hour: 10, minute: 5, count: 185),
            SyntheticEvent(.silence, day: 62, hour: 1, minute: 0, count: 3),
            SyntheticEvent(.crash, day: 64, hour: 19, minute: 0, count: 40),
            SyntheticEvent(.outage, day: 70, hour: 6, minute: 30, count: 1_560),
        ]
    )

    private static let ether = SyntheticMarket(
        symbol: "ETHUSDT",
        seed: 20_150_730,
        start: start,
        minuteCount: minuteCount,
        firstPrice: 22_818,
        priceDecimals: 1,
        volatility: 8,
        volume: 50,
        volumeDecimals: 0,
        events: [
            SyntheticEvent(.silence, day: 8, hour: 22, minute: 41, count: 5),
            SyntheticEvent(.outage, day: 17, hour: 2, minute: 0, count: 63),
            SyntheticEvent(.silence, day: 30, hour: 23, minute: 30, count: 60),
            SyntheticEvent(.tie, day: 33, hour: 5, minute: 0, count: 30),
            SyntheticEvent(.outage, day: 52, hour: 15, minute: 31, count: 2),
            SyntheticEvent(.outage, day: 59, hour: 23, minute: 59, count: 2),
            SyntheticEvent(.crash, day: 64, hour: 19, minute: 2, count: 45),
        ]
    )
}
