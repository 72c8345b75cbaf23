import ChandlerCore

extension ChartDrawing {
    /// Span and prices beside the title, and the names of the overlays below it.
    mutating func drawHeader() {
        guard let first = candles.first, let last = candles.last else { return }
        let change = first.open > 0 ? last.close / first.open - 1 : .nan
        var words =
            "\(first.openTime.compact) – \(last.openTime.compact) UTC · O \(price(first.open)) "
            + "H \(price(candles.map(\.high).max() ?? 0)) "
            + "L \(price(candles.map(\.low).min() ?? 0)) C \(price(last.close))"
        if change.isFinite {
            words += " · \(change < 0 ? "−" : "+")\(NumberText.percent(change.magnitude, 2))"
        }
        let end = Double(chart.width) - 8
        let titleEnd = layout.left + Double(chart.title.count) * 9
        // A narrow picture says it in the title of the element only.
        if end - Double(words.count) * 6.2 > titleEnd {
            add(label(words, .muted, x: end, y: 22, anchor: "end"))
        }
        drawLegend()
    }

    private mutating func drawLegend() {
        var x = layout.left
        let end = Double(chart.width) - 8
        var items = chart.overlays.enumerated().map { (index: $0.offset, series: $0.element) }
        items.removeAll { $0.series.name.isEmpty }
        for (number, item) in items.enumerated() {
            let words = item.series.name + lastValue(item.series)
            let width = 24 + Double(words.count) * 6.4 + 12
            if x + width > end {
                add(label("+\(items.count - number) more", .muted, x: x, y: 42))
                return
            }
            add(swatch(item.index, item.series.mark, x: x, y: 38))
            add(label(words, .text, x: x + 20, y: 42))
            x += width
        }
        let notes = self.notes
        if !notes.isEmpty, end - Double(notes.count) * 6.2 > x {
            add(label(notes, .muted, x: end, y: 42, anchor: "end"))
        }
    }

    /// The last value with a space in front; of a band both.
    private func lastValue(_ series: ChartSeries) -> String {
        guard let place = series.values.lastIndex(where: { $0.isFinite }) else { return "" }
        let value = price(series.values[place])
        guard case .band(let lower) = series.mark, lower[place].isFinite else { return " " + value }
        return " \(price(lower[place])) – \(value)"
    }

    /// The mark of a series beside its name.
    func swatch(_ index: Int, _ mark: ChartSeries.Mark, x: Double, y: Double) -> String {
        let path = "d=\"M\(px(x)) \(px(y))h14\""
        switch mark {
        case .line, .histogram: return "<path\(ink(.swatch(index))) \(path)/>"
        case .dashes: return "<path\(ink(.dashes(index))) \(path)/>"
        case .dots:
            return "<path\(ink(.dots(index))) d=\"M\(px(x + 2)) \(px(y))h.1m5 0h.1m5 0h.1\"/>"
        case .band:
            return "<rect\(ink(.band(index))) x=\"\(px(x))\" y=\"\(px(y - 5))\" width=\"14\" "
                + "height=\"10\"/><path\(ink(.swatch(index))) d=\"M\(px(x)) \(px(y - 5))h14m-14 10h14\"/>"
        }
    }

    /// What is not as a reader would expect.
    private var notes: String {
        let bars = layout.bars
        var notes: [String] = []
        if bars.joined > 1 {
            notes.append("each candle is \(bars.joined) of \(chart.interval.rawValue)")
        }
        if bars.missing > 0 {
            notes.append("\(bars.missing.grouped) missing (shaded)")
        }
        return notes.joined(separator: " · ")
    }
}
