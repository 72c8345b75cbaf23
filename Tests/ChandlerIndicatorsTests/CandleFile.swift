import ChandlerCore
import ChandlerIndicators
import Foundation
import Testing

extension CandleColumns {
    /// The first `limit` candles of a file with open_time_ms, prices and volume in each row.
    init(file: URL, limit: Int) throws {
        let table = try Table(file)
        let candles = try table.rows.prefix(limit).map { row in
            Candle(
                openTime: Timestamp(milliseconds: try #require(Int64(row[0]))),
                open: try price(row[1]),
                high: try price(row[2]),
                low: try price(row[3]),
                close: try price(row[4]),
                volume: try quantity(row[5])
            )
        }
        self.init(candles)
    }

    /// The candles from `range`, as columns.
    func slice(_ range: Range<Int>) -> CandleColumns {
        CandleColumns(
            openTimes: Array(openTimes[range]),
            opens: Array(opens[range]),
            highs: Array(highs[range]),
            lows: Array(lows[range]),
            closes: Array(closes[range]),
            volumes: Array(volumes[range])
        )
    }
}

private func price(_ text: Substring) throws -> Price {
    try Array(text.utf8).withUnsafeBufferPointer { try Price(parsing: $0) }
}

/// The decimal text as a whole number of 1e-8 units.
private func quantity(_ text: Substring) throws -> Quantity {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count > 1 ? parts[1] : ""
    try #require(parts.count <= 2 && decimals.count <= 8, "volume \"\(text)\"")
    let digits = parts[0] + decimals + String(repeating: "0", count: 8 - decimals.count)
    return Quantity(raw: try #require(Int128(digits), "volume \"\(text)\""))
}
