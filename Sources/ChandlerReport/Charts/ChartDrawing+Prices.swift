import ChandlerCore

extension ChartDrawing {
    mutating func drawPrices() {
        let span = layout.price
        let ticks = layout.ticks
        let last = candles.last.map { layout.scale.y($0.close) } ?? 0
        let labels = zip(ticks.values, ticks.labels).map { (y: layout.scale.y($0), label: $1) }
        // The label of the last price would cover its neighbour.
        drawScale(span, labels.filter { ($0.y - last).magnitude > 13 })
        let covered = labels.filter { ($0.y - last).magnitude <= 13 }.map { value in
            "M\(px(layout.left)) \(px(SVGText.crisp(value.y)))H\(px(layout.right))"
        }
        if !covered.isEmpty { add("<path\(ink(.grid)) d=\"\(covered.joined())\"/>") }
        beginClip(span)
        for (index, series) in chart.overlays.enumerated() {
            drawBand(series, index, layout.scale)
        }
        drawCandles()
        for (index, series) in chart.overlays.enumerated() {
            draw(series, index, layout.scale)
        }
        endClip()
        drawLastPrice()
    }

    /// What follows does not reach out of a span; a clip path would need an identifier.
    mutating func beginClip(_ span: ChartLayout.Span) {
        let box = [layout.left, span.top, layout.right - layout.left, span.height].map(px)
        add(
            "<svg x=\"\(box[0])\" y=\"\(box[1])\" width=\"\(box[2])\" height=\"\(box[3])\" "
                + "viewBox=\"\(box.joined(separator: " "))\" overflow=\"hidden\">"
        )
    }

    mutating func endClip() { add("</svg>") }

    private mutating func drawCandles() {
        for role in [ChartRole.up, .down] {
            let bars = layout.bars.bars.filter { $0.candle.isUp == (role == .up) }
            guard !bars.isEmpty else { continue }
            add("<g\(ink(role))>")
            for bar in bars { add(shape(bar)) }
            add("</g>")
        }
    }

    private func shape(_ bar: ChartBars.Bar) -> String {
        let candle = bar.candle
        func y(_ value: Double) -> String { px(SVGText.crisp(layout.scale.y(value))) }
        let middle = SVGText.crisp(layout.x(bar.place))
        let half = (layout.bodyWidth - 1) / 2
        let (x, left, right) = (px(middle), px(middle - half), px(middle + half))
        let top = y(max(candle.open, candle.close))
        let bottom = y(min(candle.open, candle.close))
        var path = "M\(x) \(y(candle.high))V\(top)M\(x) \(bottom)V\(y(candle.low))"
        if half < 1 {
            path += "M\(x) \(top)V\(bottom)"
        } else if top == bottom {
            path += "M\(left) \(top)H\(right)"
        } else {
            path += "M\(left) \(top)H\(right)V\(bottom)H\(left)Z"
        }
        return "<path d=\"\(path)\"><title>\(SVGText.escaped(words(bar)))</title></path>"
    }

    /// What is shown where a pointer rests on a candle.
    private func words(_ bar: ChartBars.Bar) -> String {
        let candle = bar.candle
        let volume = candle.volume.isNaN ? "" : " V \(NumberText.short(candle.volume))"
        let count = bar.candles.count > 1 ? " (\(bar.candles.count) candles)" : ""
        return "\(candle.openTime.compact)\(count) O \(price(candle.open)) H \(price(candle.high)) "
            + "L \(price(candle.low)) C \(price(candle.close))\(volume)"
    }

    private mutating func drawLastPrice() {
        guard let last = candles.last else { return }
        let y = SVGText.crisp(layout.scale.y(last.close))
        let line = "M\(px(layout.left)) \(px(y))H\(px(layout.right))"
        add("<path\(ink(last.isUp ? .lastUp : .lastDown)) d=\"\(line)\"/>")
        let width = Double(chart.width) - layout.right - 3
        add(
            "<rect\(ink(last.isUp ? .tagUp : .tagDown)) x=\"\(px(layout.right + 1))\" "
                + "y=\"\(px(y - 8.5))\" width=\"\(px(width))\" height=\"17\" rx=\"2\"/>"
        )
        add(label(price(last.close), .tagText, x: layout.right + 7, y: y + 4))
    }

    mutating func drawVolumes() {
        guard let span = layout.volume else { return }
        let bars = layout.bars.bars.filter { $0.candle.volume > 0 }
        let most = bars.map(\.candle.volume).max() ?? 0
        let ticks = ValueTicks(from: 0, to: most, most: max(1, Int(span.height / 26)))
        func y(_ value: Double) -> Double {
            span.bottom - value / most * (span.height - 4)
        }
        let shown = ticks.values.filter { $0 > 0 }
        drawScale(span, shown.map { (y($0), NumberText.short($0)) })
        for role in [ChartRole.volumeUp, .volumeDown] {
            let path = bars.filter { $0.candle.isUp == (role == .volumeUp) }.map { bar in
                "M\(px(SVGText.crisp(layout.x(bar.place)))) \(px(span.bottom))"
                    + "V\(px(min(y(bar.candle.volume), span.bottom - 0.5)))"
            }
            guard !path.isEmpty else { continue }
            let width = "stroke-width=\"\(px(layout.bodyWidth))\""
            add("<path\(ink(role)) \(width) d=\"\(path.joined())\"/>")
        }
        guard span.height >= 24 else { return }
        add("<g\(ink(.halo))>" + label("Volume", .muted, x: layout.left, y: span.top + 11) + "</g>")
    }
}
