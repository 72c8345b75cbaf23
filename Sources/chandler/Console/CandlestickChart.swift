import ChandlerCore

/// Draws candles with box characters: two steps of price a row, one candle a column.
struct CandlestickChart {
    private struct Column {
        let open: Double
        let high: Double
        let low: Double
        let close: Double
    }

    private let columns: [Column]
    private let title: String
    private let first: Timestamp
    private let last: Timestamp
    private let height: Int
    private let hasColor: Bool

    /// Prepares a chart, or returns `nil` where there are too few candles.
    ///
    /// - Parameters:
    ///   - candles: Ascending; several are drawn as one column where there are more than fit.
    ///   - interval: Their interval.
    ///   - width: Columns to draw.
    ///   - height: Rows to draw.
    ///   - hasColor: Whether rising and falling columns are coloured.
    init?(_ candles: [Candle], interval: Interval, width: Int, height: Int, hasColor: Bool) {
        guard candles.count >= 2, let begin = candles.first, let end = candles.last else {
            return nil
        }
        let group = (candles.count + width - 1) / width
        columns = stride(from: 0, to: candles.count, by: group).map { start in
            let part = candles[start..<min(start + group, candles.count)]
            return Column(
                open: part.first?.open.double ?? 0,
                high: part.map(\.high).max()?.double ?? 0,
                low: part.map(\.low).min()?.double ?? 0,
                close: part.last?.close.double ?? 0
            )
        }
        title =
            "last \(candles.count) candles, \(group == 1 ? "one" : "\(group)") of "
            + "\(interval.rawValue) a column"
        first = begin.openTime
        last = end.openTime
        self.height = height
        self.hasColor = hasColor
    }

    /// The chart's lines.
    var lines: [String] {
        let top = columns.map(\.high).max() ?? 0
        let bottom = columns.map(\.low).min() ?? 0
        let step = (top - bottom) / Double(height)
        let labels = (0..<height).map { row in
            CandlestickChart.label(top - (Double(row) + 0.5) * step, span: top - bottom)
        }
        let margin = labels.map(\.count).max() ?? 0
        var lines = ["  \(title)"]
        for row in 0..<height {
            let upper = top - Double(row) * step
            let label = row % 2 == 0 || row == height - 1 ? labels[row] : ""
            let padding = String(repeating: " ", count: margin - label.count)
            lines.append(
                "  " + padding + label + " ┤" + columns.map { cell($0, upper, step) }.joined()
            )
        }
        let dates = [first.compact, last.compact]
        let gap = max(1, columns.count - dates[0].count - dates[1].count)
        lines.append(
            "  " + String(repeating: " ", count: margin + 2) + dates[0]
                + String(repeating: " ", count: gap) + dates[1]
        )
        return lines
    }

    /// One character: which parts of the body and of the wick cross the two halves of the cell.
    private func cell(_ column: Column, _ upper: Double, _ step: Double) -> String {
        let middle = upper - step / 2
        let lower = upper - step
        func crosses(_ high: Double, _ low: Double, _ top: Double, _ bottom: Double) -> Bool {
            step > 0
                ? high > bottom && low < top || (high == low && high <= top && high > bottom)
                : true
        }
        let bodyHigh = max(column.open, column.close)
        let bodyLow = min(column.open, column.close)
        let body = (
            crosses(bodyHigh, bodyLow, upper, middle), crosses(bodyHigh, bodyLow, middle, lower)
        )
        let wick = (
            crosses(column.high, column.low, upper, middle),
            crosses(column.high, column.low, middle, lower)
        )
        let glyph =
            switch (body, wick) {
            case ((true, true), _): "┃"
            case ((true, false), (_, true)): "╿"
            case ((true, false), _): "╹"
            case ((false, true), (true, _)): "╽"
            case ((false, true), _): "╻"
            case (_, (true, true)): "│"
            case (_, (true, false)): "╵"
            case (_, (false, true)): "╷"
            default: " "
            }
        guard hasColor, glyph != " " else { return glyph }
        return "\u{1B}[\(column.close >= column.open ? 32 : 31)m\(glyph)\u{1B}[0m"
    }

    /// A price with as many digits as tell the rows apart.
    private static func label(_ price: Double, span: Double) -> String {
        var digits = 0
        var unit = span / 50
        while unit < 1, unit > 0, digits < 8 {
            unit *= 10
            digits += 1
        }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((price * scale).rounded())
        guard digits > 0 else { return String(scaled) }
        let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: Int64(scale))
        let text = String(fraction.magnitude)
        return "\(whole)." + String(repeating: "0", count: digits - text.count) + text
    }
}
