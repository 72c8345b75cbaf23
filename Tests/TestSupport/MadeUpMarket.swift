/// A market that nobody ever saw: candles that follow from its ticker, the same on every machine.
package struct MadeUpMarket: Sendable {
    /// The ticker.
    package let symbol: String

    /// Makes the market of a ticker.
    package init(symbol: String) {
        self.symbol = symbol
    }

    private static let header =
        "open_time_ms,open,high,low,close,volume,quote_volume,trade_count,taker_buy_volume,"
        + "taker_buy_quote_volume"

    /// The candles that open in a span of milliseconds; none is silent or missing.
    ///
    /// - Parameters:
    ///   - span: The span, which begins and ends where a candle does.
    ///   - minutes: The length of a candle; longer ones are the minutes joined.
    /// - Returns: A candle file's content.
    package func candles(in span: Range<Int>, minutes: Int = 1) -> CandleLines {
        var walk = Walk(symbol)
        let rows = stride(from: span.lowerBound, to: span.upperBound, by: minutes * 60_000).map {
            let parts = (0..<minutes).map { _ in walk.next() }
            return "\($0),\(Candle(joining: parts).text)"[...]
        }
        return CandleLines(header: Self.header, rows: rows)
    }

    /// A candle in whole numbers: prices in hundredths, volumes in thousandths.
    private struct Candle {
        var open = 0
        var high = 0
        var low = Int.max
        var close = 0
        var volume = 0
        var turnover = 0

        init(open: Int, high: Int, low: Int, close: Int, volume: Int) {
            self.open = open
            self.high = high
            self.low = low
            self.close = close
            self.volume = volume
            turnover = volume * close
        }

        init(joining parts: [Candle]) {
            open = parts.first?.open ?? 0
            for part in parts {
                high = max(high, part.high)
                low = min(low, part.low)
                close = part.close
                volume += part.volume
                turnover += part.turnover
            }
        }

        /// The fields after the open time.
        var text: String {
            let prices = [open, high, low, close].map { Self.decimal($0, 2) }
            let amounts = [Self.decimal(volume, 3), Self.decimal(turnover, 5)]
            // Two fifths were bought.
            let bought = [Self.decimal(volume / 5 * 2, 3), Self.decimal(turnover / 5 * 2, 5)]
            return (prices + amounts + ["\(1 + volume / 700)"] + bought).joined(separator: ",")
        }

        private static func decimal(_ value: Int, _ places: Int) -> String {
            let digits = "\(value)"
            let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
            return "\(padded.dropLast(places)).\(padded.suffix(places))"
        }
    }

    /// Walks from minute to minute.
    private struct Walk {
        private var random: SeededGenerator
        private var price: Int
        private let step: Int

        init(_ symbol: String) {
            // FNV-1a.
            let seed = symbol.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01B3
            }
            random = SeededGenerator(seed: seed)
            price = Int(10_000 + seed % 5_000_000)
            step = price / 2_000
        }

        mutating func next() -> Candle {
            let open = price
            price = max(1_000, open + Int.random(in: -step...step, using: &random))
            return Candle(
                open: open,
                high: max(open, price) + Int.random(in: 0...step, using: &random),
                low: min(open, price) - Int.random(in: 0...step / 2, using: &random),
                close: price,
                volume: Int.random(in: 1_000...900_000, using: &random)
            )
        }
    }
}
