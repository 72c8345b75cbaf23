import ChandlerCore

/// One row: the close of a candle and four prices.
struct CoinGeckoRow {
    private let close: Timestamp
    private let prices: [DecimalDigits?]
    private let texts: [String]

    init(_ texts: [CandleField: [UInt8]], close: Timestamp, scale: Int) {
        let fields: [CandleField] = [.open, .high, .low, .close]
        self.close = close
        self.texts = fields.map { String(decoding: texts[$0] ?? [], as: UTF8.self) }
        prices = self.texts.map { DecimalDigits($0)?.shifted(by: scale) }
    }

    private init(close: Timestamp, prices: [DecimalDigits?]) {
        self.close = close
        self.prices = prices
        texts = prices.map { _ in "" }
    }

    /// The row as it is sent at a moment: an unfinished one is stamped with that.
    func text(at now: Timestamp) -> String {
        let stamp = min(close, now).milliseconds
        let numbers = zip(prices, texts).map { price, text in
            price?.float ?? (text.isEmpty ? "null" : jsonString(text))
        }
        return "[\(stamp),\(numbers.joined(separator: ","))]"
    }

    /// The beginning of the four days that contain a moment, counted from 1970.
    ///
    /// Inferred: which days the venue begins with is not documented.
    static func fourDays(_ moment: Timestamp) -> Timestamp {
        let day = moment.milliseconds / 86_400_000
        return Timestamp(milliseconds: (day - day % 4) * 86_400_000)
    }

    /// Rows of a day each as rows of four days.
    static func joined(_ rows: [CoinGeckoRow]) -> [CoinGeckoRow] {
        var groups: [[CoinGeckoRow]] = []
        for row in rows {
            let start = fourDays(row.close - 1)
            if let last = groups.last?.first, fourDays(last.close - 1) == start {
                groups[groups.count - 1].append(row)
            } else {
                groups.append([row])
            }
        }
        return groups.map(merged)
    }

    private static func merged(_ rows: [CoinGeckoRow]) -> CoinGeckoRow {
        let end = fourDays((rows.first?.close ?? Timestamp(seconds: 0)) - 1) + 4 * 86_400_000_000
        let highest = rows.compactMap { $0.prices[1] }.max { $0.value < $1.value }
        let lowest = rows.compactMap { $0.prices[2] }.min { $0.value < $1.value }
        return CoinGeckoRow(
            close: end,
            prices: [rows.first?.prices[0] ?? nil, highest, lowest, rows.last?.prices[3] ?? nil]
        )
    }
}

extension DecimalDigits {
    /// The nearest double.
    fileprivate var value: Double { Double(short) ?? 0 }
}
