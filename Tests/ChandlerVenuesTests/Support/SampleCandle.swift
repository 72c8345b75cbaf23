import ChandlerCore
import Testing

/// What the file beside a sample says of its candles.
struct SampleCandles: Decodable {
    let candles_oldest_first: [ExpectedCandle]
}

extension Candle {
    /// Expects the open time and the prices that an expectation file has.
    func expectPrices(
        of wanted: ExpectedCandle,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(openTime.milliseconds == wanted.open_time_ms, sourceLocation: sourceLocation)
        let prices = [open, high, low, close].map { trimmed($0.description) }
        let texts = [wanted.open, wanted.high, wanted.low, wanted.close].map(trimmed)
        #expect(prices == texts, sourceLocation: sourceLocation)
    }
}
