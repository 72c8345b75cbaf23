import ChandlerCore

/// One row of candles: a time and five numbers.
struct GeckoTerminalRow {
    /// In milliseconds.
    let open: Int64
    /// In place of the time where a fault wants it.
    var time: String?
    /// Open, high, low and close.
    let prices: [String]
    let volume: String

    var text: String {
        "[\(time ?? "\(open / 1_000)"),\(prices.joined(separator: ",")),\(volume)]"
    }

    /// When the next row would open, in milliseconds.
    func close(_ interval: Interval) -> Int64 {
        interval.close(of: Timestamp(milliseconds: open)).milliseconds
    }

    /// The row of an interval without trades after this one.
    func flat(at open: Int64) -> GeckoTerminalRow {
        let last = prices.last ?? "0"
        return GeckoTerminalRow(open: open, prices: [last, last, last, last], volume: "0.0")
    }

    /// The same row with half of its volume.
    var halved: GeckoTerminalRow {
        let half = String(decoding: DecimalText.half(Array(volume.utf8)), as: UTF8.self)
        return GeckoTerminalRow(open: open, time: time, prices: prices, volume: half)
    }
}
