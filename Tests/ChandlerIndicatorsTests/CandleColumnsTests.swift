import ChandlerCore
import ChandlerIndicators
import Testing

struct CandleColumnsTests {
    @Test func valuesAreTheNearestDoubles() {
        let prices: [Int64] = [0, 1, 10_000_000, 9_007_199_254_740_993, Price.limit]
        let volumes: [Int128] = [0, 1, 1 << 53, (1 << 53) + 1, 1 << 63, Quantity.limit]
        for price in prices {
            for volume in volumes {
                let candle = Candle(
                    openTime: Timestamp(microseconds: 7),
                    open: Price(raw: price),
                    high: Price(raw: price + 0),
                    low: Price(raw: price / 2),
                    close: Price(raw: price / 3),
                    volume: Quantity(raw: volume)
                )
                let columns = CandleColumns(CollectionOfOne(candle))
                #expect(columns.openTimes == [7])
                #expect(columns.opens == [candle.open.double])
                #expect(columns.highs == [candle.high.double])
                #expect(columns.lows == [candle.low.double])
                #expect(columns.closes == [candle.close.double])
                #expect(columns.volumes == [candle.volume.double])
            }
        }
    }
}
