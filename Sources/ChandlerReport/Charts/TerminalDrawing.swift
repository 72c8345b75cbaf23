import ChandlerCore

/// Writes the lines of a chart for a terminal.
struct TerminalDrawing {
    private typealias Cell = (Character, TerminalInk.Role)

    private let source: ChartCandles
    private let interval: Interval
    private let title: String
    private let overlays: [ChartSeries]
    private let options: TerminalChart.Options
    private let ink: TerminalInk
    private let bars: ChartBars
    private let scale: ValueScale
    private let rows: Int
    private let volumeRows: Int
    private let labels: [Int: String]
    private let margin: Int

    init(
        _ source: ChartCandles,
        _ interval: Interval,
        _ title: String,
        _ overlays: [ChartSeries],
        _ options: TerminalChart.Options
    ) {
        self.source = source
        self.interval = interval
        self.title = title
        self.overlays = overlays.filter { [.line, .dashes].contains($0.mark) }
        self.options = options
        ink = TerminalInk(hasColor: options.hasColor)
        let hasVolume = options.hasVolume && source.candles.contains { $0.volume > 0 }
        let height = max(8, options.height)
        volumeRows = hasVolume ? (height >= 20 ? 3 : 2) : 0
        // Two lines above, the time axis with its labels, and one line of notes below.
        rows = max(3, height - volumeRows - 5)
        let low = source.candles.map(\.low).min() ?? 0
        let high = source.candles.map(\.high).max() ?? 0
        let scale = ValueScale(low, high, margin: 0, top: 0, bottom: Double(rows))
        self.scale = scale
        let ticks = ValueTicks(from: scale.low, to: scale.high, most: max(2, rows / 2))
        let last = rows - 1
        labels = Dictionary(
            zip(ticks.values.map { min(last, Int(scale.y($0))) }, ticks.labels)
        ) { $1 }
        margin = ticks.labels.map(\.count).max() ?? 0
        bars = ChartBars(
            source.candles,
            interval: interval,
            most: max(1, options.width - margin - 2)
        )
    }

    var lines: [String] {
        [cut(head), summary] + priceLines + volumeLines + timeLines
            + [notes].filter { !$0.isEmpty }
    }

    /// A name that is too long ends with a mark; numbers are never cut, see ``fitting(_:_:)``.
    private func cut(_ text: String) -> String {
        text.count <= options.width ? text : text.prefix(max(1, options.width - 1)) + "…"
    }

    /// As many words as there is room for, from the first on.
    private func fitting(_ words: [String], _ separator: String) -> String {
        var line = ""
        for word in words {
            let longer = line.isEmpty ? word : line + separator + word
            guard longer.count <= options.width else { break }
            line = longer
        }
        return line
    }

    // MARK: - Words

    /// The title, and the span where there is room for it.
    private var head: String {
        guard let first = source.candles.first, let last = source.candles.last else { return title }
        let span = " · \(first.openTime.compact) to \(last.openTime.compact) UTC"
        return title.count + span.count <= options.width ? title + span : title
    }

    private var summary: String {
        guard let first = source.candles.first, let last = source.candles.last else { return "" }
        func price(_ value: Double) -> String { NumberText.fixed(value, source.decimals) }
        let change = first.open > 0 ? last.close / first.open - 1 : 0
        let high = source.candles.map(\.high).max() ?? 0
        let low = source.candles.map(\.low).min() ?? 0
        let close = "C \(price(last.close))"
        let moved = "\(change < 0 ? "-" : "+")\(NumberText.percent(change.magnitude, 2))"
        let all = ["O \(price(first.open))", "H \(price(high))", "L \(price(low))", close, moved]
        let line = all.joined(separator: "  ")
        return line.count <= options.width ? line : fitting([close, moved] + all.prefix(3), "  ")
    }

    private var notes: String {
        var notes: [String] = []
        if bars.joined > 1 {
            notes.append("a column is \(bars.joined) candles of \(interval.rawValue)")
        }
        if bars.missing > 0 {
            notes.append("\(bars.missing.grouped) missing, left empty")
        }
        notes += overlays.map { "• \($0.name)" }
        if !options.hasColor { notes.append("┃ up █ down") }
        return fitting(notes, " · ")
    }

    // MARK: - Prices

    private var priceLines: [String] {
        var columns = [ChartBars.Bar?](repeating: nil, count: bars.count)
        for bar in bars.bars { columns[bar.place] = bar }
        let dots = overlayRows
        return (0..<rows).map { row in
            var cells = axis(labels[row])
            for place in 0..<bars.count {
                let cell = columns[place].map { self.cell($0.candle, row) } ?? (" ", .plain)
                if cell.0 == " ", let index = dots.firstIndex(where: { $0[place] == row }) {
                    cells.append(("•", .overlay(index)))
                } else {
                    cells.append(cell)
                }
            }
            return ink.line(cells)
        }
    }

    private func axis(_ label: String?) -> [Cell] {
        let text = label ?? ""
        let padding = String(repeating: " ", count: margin - text.count)
        return (padding + text + " ").map { ($0, .plain) } + [(label == nil ? "│" : "┤", .faint)]
    }

    private func cell(_ candle: ChartCandle, _ row: Int) -> Cell {
        // Which half rows a span of prices reaches into; one price alone is in one half.
        func halves(_ high: Double, _ low: Double) -> (upper: Bool, lower: Bool) {
            let top = half(scale.y(high))
            let bottom = max(top, half(scale.y(low), isLower: true))
            return (top...bottom ~= row * 2, top...bottom ~= row * 2 + 1)
        }
        let glyph = TerminalInk.glyph(
            body: halves(max(candle.open, candle.close), min(candle.open, candle.close)),
            wick: halves(candle.high, candle.low),
            isBlock: !options.hasColor && !candle.isUp
        )
        return (glyph, candle.isUp ? .up : .down)
    }

    /// The half row that a height is in; the end of a span belongs to the half above it.
    private func half(_ y: Double, isLower: Bool = false) -> Int {
        let exact = y * 2
        let whole = exact.rounded(.down)
        let index = Int(whole) - (isLower && exact == whole ? 1 : 0)
        return min(max(0, index), rows * 2 - 1)
    }

    /// The row of each overlay in each column; -1 where it has no value.
    private var overlayRows: [[Int]] {
        overlays.map { series in
            var rows = [Int](repeating: -1, count: bars.count)
            for bar in bars.bars {
                guard let value = series.values[bar.candles].last(where: { $0.isFinite }) else {
                    continue
                }
                let y = scale.y(value)
                if y >= 0, y < Double(self.rows) { rows[bar.place] = Int(y) }
            }
            return rows
        }
    }

    // MARK: - Volumes and times

    private var volumeLines: [String] {
        guard volumeRows > 0 else { return [] }
        let most = bars.bars.map(\.candle.volume).filter { $0 > 0 }.max() ?? 0
        return (0..<volumeRows).map { row in
            let name = row == 0 ? NumberText.short(most) : ""
            let label = name.count <= margin ? name : ""
            var cells = axis(label.isEmpty ? nil : label)
            cells += [Cell](repeating: (" ", .plain), count: bars.count)
            for bar in bars.bars where bar.candle.volume > 0 {
                let eighths = bar.candle.volume / most * Double(volumeRows * 8)
                // The least volume is still one.
                let shown = max(1, Int(eighths.rounded())) - (volumeRows - 1 - row) * 8
                cells[margin + 2 + bar.place] = (
                    TerminalInk.eighths(shown), bar.candle.isUp ? .up : .down
                )
            }
            return ink.line(cells)
        }
    }

    private var timeLines: [String] {
        let ticks = TimeTicks(bars, spacing: 10).ticks
        var line = [Cell](repeating: ("─", .faint), count: bars.count)
        for hole in bars.holes {
            for place in hole.places { line[place] = (hole.isCut ? "╳" : "╌", .faint) }
        }
        var words = [Cell](repeating: (" ", .plain), count: margin + 2 + bars.count + 12)
        var end = 0
        for tick in ticks {
            line[tick.place] = ("┬", .faint)
            let start = min(
                max(0, margin + 2 + tick.place - tick.label.count / 2),
                max(0, options.width - tick.label.count)
            )
            guard start >= end, start + tick.label.count <= words.count else { continue }
            for (offset, character) in tick.label.enumerated() {
                words[start + offset] = (character, .plain)
            }
            end = start + tick.label.count + 1
        }
        let corner: [Cell] =
            [Cell](repeating: (" ", .plain), count: margin + 1) + [("└", .faint)]
        return [ink.line(corner + line), ink.line(words)]
    }
}
