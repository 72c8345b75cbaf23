import ChandlerCore

extension ChartDrawing {
    /// A point of a series: the last value of a bar's candles.
    private func points(_ values: [Double]) -> [(place: Int, value: Double)] {
        layout.bars.bars.map { bar in
            (bar.place, values[bar.candles].last { $0.isFinite } ?? .nan)
        }
    }

    /// Lines go on over holes of fewer places: in a pool every other minute is silent.
    private static let bridged = 6

    /// The parts of a series without a long hole, in pixels.
    private func parts(_ values: [Double], _ scale: ValueScale) -> [[(x: Double, y: Double)]] {
        var parts: [[(x: Double, y: Double)]] = []
        var last: Int?
        for point in points(values) {
            guard point.value.isFinite else {
                last = nil
                continue
            }
            if let place = last, point.place - place <= Self.bridged {
                parts[parts.count - 1].append(pixel(point, scale))
            } else {
                parts.append([pixel(point, scale)])
            }
            last = point.place
        }
        return parts
    }

    /// A value far out of the picture stays near it: some viewers cannot draw to such lengths.
    private func pixel(
        _ point: (place: Int, value: Double),
        _ scale: ValueScale
    ) -> (x: Double, y: Double) {
        let y = scale.y(point.value)
        return (layout.x(point.place), min(max(y, -20_000), 40_000))
    }

    private func path(_ points: some Collection<(x: Double, y: Double)>) -> String {
        var text = ""
        var last: (x: Int, y: Int)?
        for point in points {
            // Tenths of a pixel from the point before: what is rounded does not add up.
            let (x, y) = (Int((point.x * 10).rounded()), Int((point.y * 10).rounded()))
            if let last {
                let step = px(Double(y - last.y) / 10)
                text += "l" + px(Double(x - last.x) / 10) + (step.hasPrefix("-") ? "" : " ") + step
            } else {
                text += "M" + px(Double(x) / 10) + " " + px(Double(y) / 10)
            }
            last = (x, y)
        }
        // A line of one point would not be seen.
        return points.count == 1 ? text + "m-2 0h4" : text
    }

    mutating func drawBand(_ series: ChartSeries, _ index: Int, _ scale: ValueScale) {
        guard case .band(let lower) = series.mark else { return }
        let areas = zip(parts(series.values, scale), parts(lower, scale)).map { upper, lower in
            path(upper) + path(lower.reversed()).replacing("M", with: "L", maxReplacements: 1) + "Z"
        }
        if !areas.isEmpty { add("<path\(ink(.band(index))) d=\"\(areas.joined())\"/>") }
    }

    mutating func draw(_ series: ChartSeries, _ index: Int, _ scale: ValueScale) {
        func lines(_ values: [Double]) -> String {
            parts(values, scale).map { path($0) }.joined()
        }
        switch series.mark {
        case .line: addPath(.line(index), lines(series.values))
        case .dashes: addPath(.dashes(index), lines(series.values))
        case .band(let lower): addPath(.line(index), lines(series.values) + lines(lower))
        case .dots:
            let dots = parts(series.values, scale).joined().map { "M\(px($0.x)) \(px($0.y))h.1" }
            addPath(.dots(index), dots.joined())
        case .histogram: drawHistogram(series, scale)
        }
    }

    private mutating func addPath(_ role: ChartRole, _ path: String) {
        if !path.isEmpty { add("<path\(ink(role)) d=\"\(path)\"/>") }
    }

    private mutating func drawHistogram(_ series: ChartSeries, _ scale: ValueScale) {
        let zero = min(max(scale.y(0), scale.top), scale.bottom)
        let points = points(series.values).filter { $0.value.isFinite && $0.value != 0 }
        for role in [ChartRole.barUp, .barDown] {
            let bars = points.filter { ($0.value > 0) == (role == .barUp) }.map { point in
                let pixel = pixel(point, scale)
                return "M\(px(SVGText.crisp(pixel.x))) \(px(zero))V\(px(pixel.y))"
            }
            guard !bars.isEmpty else { continue }
            let width = "stroke-width=\"\(px(layout.bodyWidth))\""
            add("<path\(ink(role)) \(width) d=\"\(bars.joined())\"/>")
        }
    }

    // MARK: - Panels

    mutating func draw(_ panel: ChartPanel, _ span: ChartLayout.Span) {
        let values = panel.series.flatMap(\.all).filter(\.isFinite)
        let histogram = panel.series.contains { $0.mark == .histogram }
        let all = values + (histogram ? [0] : []) + (panel.bounds == nil ? panel.levels : [])
        let scale = ValueScale(
            panel.bounds?.lowerBound ?? all.min() ?? 0,
            panel.bounds?.upperBound ?? all.max() ?? 0,
            margin: panel.bounds == nil ? 0.06 : 0,
            // The names stand above the lines where there is room for both.
            top: span.top + (panel.bounds == nil && span.height >= 44 ? 14 : 0),
            bottom: span.bottom
        )
        drawPanelScale(panel, span, scale)
        beginClip(span)
        for (index, series) in panel.series.enumerated() {
            drawBand(series, index, scale)
            draw(series, index, scale)
        }
        endClip()
        drawPanelLegend(panel, span)
    }

    private mutating func drawPanelScale(
        _ panel: ChartPanel,
        _ span: ChartLayout.Span,
        _ scale: ValueScale
    ) {
        guard panel.levels.isEmpty else {
            let labels = panel.levels.map { (scale.y($0), NumberText.significant($0, 4)) }
            drawScale(span, labels, isQuiet: true)
            let lines = panel.levels.map { level in
                "M\(px(layout.left)) \(px(SVGText.crisp(scale.y(level))))H\(px(layout.right))"
            }
            add("<path\(ink(.level)) d=\"\(lines.joined())\"/>")
            return
        }
        let ticks = ValueTicks(
            from: scale.low,
            to: scale.high,
            most: max(1, Int(span.height / 26))
        )
        let large = (ticks.values.map(\.magnitude).max() ?? 0) >= 10_000
        let labels = zip(ticks.values, ticks.labels).map { value, label in
            (scale.y(value), large ? NumberText.short(value) : label)
        }
        drawScale(span, labels.filter { $0.0 > span.top + 4 && $0.0 < span.bottom - 2 })
    }

    private mutating func drawPanelLegend(_ panel: ChartPanel, _ span: ChartLayout.Span) {
        var x = layout.left
        let y = span.top + 11
        if !panel.title.isEmpty {
            add("<g\(ink(.halo))>" + label(panel.title, .muted, x: x, y: y) + "</g>")
            x += Double(panel.title.count) * 6.4 + 12
        }
        for (index, series) in panel.series.enumerated() {
            let value = series.values.last { $0.isFinite }.map { NumberText.short($0) }
            let words = [series.name, value ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
            guard x + 24 + Double(words.count) * 6.4 < layout.right else { return }
            if series.mark != .histogram {
                add(swatch(index, series.mark, x: x, y: y - 4))
                x += 20
            }
            add("<g\(ink(.halo))>" + label(words, .text, x: x, y: y) + "</g>")
            x += Double(words.count) * 6.4 + 14
        }
    }
}
