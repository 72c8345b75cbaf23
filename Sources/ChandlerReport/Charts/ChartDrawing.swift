import ChandlerCore

/// Writes the SVG of a chart.
struct ChartDrawing {
    let chart: CandleChart
    let theme: ChartTheme
    let layout: ChartLayout
    private(set) var text = ""

    init(_ chart: CandleChart, _ theme: ChartTheme) {
        self.chart = chart
        self.theme = theme
        layout = ChartLayout(chart)
        draw()
    }

    var candles: [ChartCandle] { chart.source.candles }
    var decimals: Int { chart.source.decimals }

    mutating func add(_ line: String) { text += line + "\n" }

    func ink(_ role: ChartRole) -> String { theme.attributes(role) }

    func px(_ value: Double) -> String { SVGText.number(value) }

    private mutating func draw() {
        let size = "width=\"\(chart.width)\" height=\"\(chart.height)\""
        let marker = theme == .page ? " class=\"cc\"" : ""
        add(
            "<svg xmlns=\"http://www.w3.org/2000/svg\"\(marker) role=\"img\" \(size) "
                + "viewBox=\"0 0 \(chart.width) \(chart.height)\" font-size=\"11\" font-family=\""
                + "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif\">"
        )
        add("<title>\(SVGText.escaped(chart.title))</title>")
        add("<desc>\(SVGText.escaped(description))</desc>")
        add("<rect\(ink(.background)) \(size)/>")
        add(label(chart.title, .title, x: layout.left, y: 22))
        if candles.isEmpty {
            add(label("no candles", .muted, x: layout.left, y: 42))
            add("</svg>")
            return
        }
        drawHeader()
        drawHoles()
        drawTimes()
        drawPrices()
        drawVolumes()
        for (panel, span) in zip(chart.panels, layout.panels) { draw(panel, span) }
        add("</svg>")
    }

    // MARK: - Words

    /// What is drawn, for who cannot see it.
    private var description: String {
        guard let first = candles.first, let last = candles.last else { return "No candles." }
        let high = candles.map(\.high).max() ?? 0
        let low = candles.map(\.low).min() ?? 0
        let count =
            candles.count == 1 ? "1 candle" : "\(candles.count.grouped) candles"
        var words =
            "\(count) of \(chart.interval.rawValue) from \(first.openTime.compact) to "
            + "\(last.openTime.compact) UTC. First open \(price(first.open)), highest \(price(high)), "
            + "lowest \(price(low)), last close \(price(last.close))."
        if layout.bars.missing > 0 {
            words += " \(layout.bars.missing.grouped) missing in between."
        }
        let names = (chart.overlays + chart.panels.flatMap(\.series)).map(\.name)
        if !names.isEmpty { words += " With \(names.joined(separator: ", "))." }
        return words
    }

    func price(_ value: Double) -> String { NumberText.fixed(value, decimals) }

    func label(
        _ words: String,
        _ role: ChartRole,
        x: Double,
        y: Double,
        anchor: String? = nil
    ) -> String {
        let place = "x=\"\(px(x))\" y=\"\(px(y))\""
        let anchor = anchor.map { " text-anchor=\"\($0)\"" } ?? ""
        return "<text\(ink(role)) \(place)\(anchor)>\(SVGText.escaped(words))</text>"
    }

    // MARK: - The time axis

    private mutating func drawHoles() {
        guard !layout.bars.holes.isEmpty else { return }
        let bottom = layout.panels.last?.bottom ?? layout.volume?.bottom ?? layout.price.bottom
        add("<g\(ink(.hole))>")
        for hole in layout.bars.holes {
            let start = layout.x(hole.places.lowerBound) - layout.slot / 2
            let width = Double(hole.places.count) * layout.slot
            let words =
                (hole.missing == 1
                    ? "1 candle is missing"
                    : "\(hole.missing.grouped) candles are missing")
                + (hole.isCut ? "; the gap is longer than it is drawn" : "")
            add(
                "<rect x=\"\(px(start))\" y=\"\(px(layout.price.top))\" width=\"\(px(width))\" "
                    + "height=\"\(px(bottom - layout.price.top))\"><title>\(words)</title></rect>"
            )
        }
        add("</g>")
        for hole in layout.bars.holes where hole.isCut {
            let x = SVGText.crisp(
                (layout.x(hole.places.lowerBound) + layout.x(hole.places.upperBound - 1)) / 2
            )
            add("<path\(ink(.level)) d=\"M\(px(x)) \(px(layout.price.top))V\(px(bottom))\"/>")
        }
    }

    private mutating func drawTimes() {
        let bottom = layout.panels.last?.bottom ?? layout.volume?.bottom ?? layout.price.bottom
        let spacing = max(1, 76 / layout.slot)
        let ticks = TimeTicks(layout.bars, spacing: spacing).ticks
        let marks = ticks.map { tick in
            "M\(px(SVGText.crisp(layout.x(tick.place)))) \(px(layout.price.top))V\(px(bottom))"
        }
        add("<path\(ink(.grid)) d=\"\(marks.joined())\"/>")
        add("<g text-anchor=\"middle\">")
        for tick in ticks {
            // A label at an edge stays inside the picture.
            let half = Double(tick.label.count) * ChartLayout.digitWidth / 2
            let x = min(max(layout.x(tick.place), 4 + half), Double(chart.width) - 4 - half)
            add(
                label(
                    tick.label,
                    tick.isMajor ? .strong : .muted,
                    x: SVGText.crisp(x),
                    y: bottom + 17
                )
            )
        }
        add("</g>")
        add(label("UTC", .muted, x: Double(chart.width) - 8, y: bottom + 17, anchor: "end"))
    }

    // MARK: - Scales

    /// Grid lines with labels at the right, and the line below.
    mutating func drawScale(
        _ span: ChartLayout.Span,
        _ values: [(y: Double, label: String)],
        isQuiet: Bool = false
    ) {
        let lines = values.map { value in
            "M\(px(layout.left)) \(px(SVGText.crisp(value.y)))H\(px(layout.right))"
        }
        if !isQuiet, !lines.isEmpty { add("<path\(ink(.grid)) d=\"\(lines.joined())\"/>") }
        add(
            "<path\(ink(.frame)) d=\"M\(px(layout.left)) \(px(SVGText.crisp(span.bottom)))"
                + "H\(px(layout.right))\"/>"
        )
        for value in values {
            add(label(value.label, .muted, x: layout.right + 7, y: value.y + 4))
        }
    }
}
