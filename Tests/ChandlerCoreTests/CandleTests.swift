import ChandlerCore
import Testing

@Suite struct CandleTests {
    private static func candle(
        _ prices: [Int64] = [5, 9, 1, 6],
        volume: Int128 = 1,
        quoteVolume: Int128? = nil,
        tradeCount: Int64? = nil,
        takerBuyVolume: Int128? = nil,
        at seconds: Int64 = 60
    ) -> Candle {
        Candle(
            openTime: Timestamp(seconds: seconds),
            open: Price(raw: prices[0]),
            high: Price(raw: prices[1]),
            low: Price(raw: prices[2]),
            close: Price(raw: prices[3]),
            volume: Quantity(raw: volume),
            quoteVolume: quoteVolume.map { Quantity(raw: $0) },
            tradeCount: tradeCount,
            takerBuyVolume: takerBuyVolume.map { Quantity(raw: $0) }
        )
    }

    private static let cases: [(Candle, CandleRule?)] = [
        (candle(), nil), (candle([5, 5, 5, 5], volume: 0), nil), (candle([0, 0, 0, 0]), nil),
        (candle(quoteVolume: 0, tradeCount: 0, takerBuyVolume: 0), nil),
        (candle(at: 61), .openTimeOffGrid), (candle([5, 1, 9, 6]), .highBelowLow),
        (candle([10, 9, 1, 6]), .highBelowBody), (candle([5, 9, 1, 10]), .highBelowBody),
        (candle([0, 9, 1, 6]), .lowAboveBody), (candle([5, 9, 1, 0]), .lowAboveBody),
        (candle([-2, 9, -3, 6]), .negativePrice), (candle(volume: -1), .negativeVolume),
        (candle(quoteVolume: -1), .negativeVolume), (candle(takerBuyVolume: -1), .negativeVolume),
        (candle(tradeCount: -1), .negativeTradeCount),
    ]

    @Test(arguments: cases.indices)
    func theFirstBrokenRuleIsNamed(index: Int) {
        let (candle, rule) = Self.cases[index]
        #expect(candle.violation(interval: .minute) == rule)
    }

    @Test func everyRuleHasWordsOfItsOwn() {
        #expect(Set(CandleRule.allCases.map(\.words)).count == CandleRule.allCases.count)
        #expect(Set(CandleRule.allCases.map(\.rawValue)).count == CandleRule.allCases.count)
    }
}
