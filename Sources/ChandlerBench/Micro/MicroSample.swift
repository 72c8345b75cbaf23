import ChandlerCore
import ChandlerIndicators

/// The seeded candles that all steps work on, and their indicators.
struct MicroSample {
    let steps: [CandleWalk.Step]
    let candles: [Candle]
    let columns: CandleColumns
    /// The values of the core indicators.
    let frame: IndicatorFrame

    /// - Parameter count: How many candles; they begin on the first of a month.
    init(candles count: Int) {
        steps = Array(CandleWalk(count))
        candles = steps.map { step in
            Candle(
                openTime: Timestamp(milliseconds: step.openTime),
                open: Price(raw: step.open * 1_000_000),
                high: Price(raw: step.high * 1_000_000),
                low: Price(raw: step.low * 1_000_000),
                close: Price(raw: step.close * 1_000_000),
                volume: Quantity(raw: Int128(step.volume) * 1_000),
                quoteVolume: Quantity(raw: Int128(step.value(of: step.volume)) * 10),
                tradeCount: step.trades,
                takerBuyVolume: Quantity(raw: Int128(step.takerVolume) * 1_000)
            )
        }
        columns = CandleColumns(candles)
        var engine = IndicatorEngine(.core)
        frame = engine.update(columns)
    }
}
