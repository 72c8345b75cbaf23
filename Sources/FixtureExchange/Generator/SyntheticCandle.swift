/// One generated candle, in the smallest steps of its market.
struct SyntheticCandle: Sendable, Hashable {
    var open: Int64
    var high: Int64
    var low: Int64
    var close: Int64
    var volume: Int64 = 0
    var tradeCount: Int64 = 0
    var takerBuyVolume: Int64 = 0

    /// A candle of a minute in which nothing was traded.
    static func silent(at price: Int64) -> SyntheticCandle {
        SyntheticCandle(open: price, high: price, low: price, close: price)
    }

    /// The price all trades of the minute are counted at; between low and high.
    var meanPrice: Int64 { (open + close) / 2 }
}
