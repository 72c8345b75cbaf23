import Glibc

/// A chart of candles stored a second against the length of the series, as SVG.
struct ThroughputChart {
    private let points: [(candles: Int, throughput: Double)]
    private let width = 720.0
    private let height = 400.0
    private let left = 84.0
    private let right = 24.0
    private let top = 56.0
    private let bottom = 60.0

    init(_ results: [ScalingResult]) {
        points = results.map { ($0.candles, $0.throughput) }
    }

    /// The whole document; its colours follow the reader's light or dark setting.
    var svg: String {
        let parts = [header, yAxis, xAxis, line, dots]
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }

    private var header: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" \
        role="img" aria-labelledby="title">
        <title id="title">Candles stored per second against the length of the series</title>
        <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-size: 16px; font-weight: 600; }
        .background { fill: #ffffff; }
        .grid { stroke: #d1d9e0; stroke-width: 1; }
        .line { stroke: #0969da; stroke-width: 2; fill: none; }
        .dot { fill: #0969da; }
        @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc; }
        .background { fill: #0d1117; }
        .grid { stroke: #3d444d; }
        .line { stroke: #4493f8; }
        .dot { fill: #4493f8; }
        }
        </style>
        <rect class="background" width="\(Int(width))" height="\(Int(height))" rx="6"/>
        \(label("Throughput against series length", left, 30, "start", kind: "title"))
        """
    }

    // MARK: - Scales

    private var mostThroughput: Double {
        let most = points.map(\.throughput).max() ?? 1
        let unit = pow(10, floor(log10(max(most, 1))))
        return [1, 2, 2.5, 5, 10].map { $0 * unit }.first { $0 >= most * 1.05 } ?? 20 * unit
    }

    private var decades: ClosedRange<Int> {
        let logs = points.map { log10(Double($0.candles)) }
        let low = Int(floor((logs.min() ?? 0) + 1e-9))
        return low...max(low + 1, Int(ceil((logs.max() ?? 1) - 1e-9)))
    }

    private func x(_ candles: Double) -> Double {
        let share =
            (log10(candles) - Double(decades.lowerBound))
            / Double(decades.upperBound - decades.lowerBound)
        return left + share * (width - left - right)
    }

    private func y(_ throughput: Double) -> Double {
        height - bottom - throughput / mostThroughput * (height - top - bottom)
    }

    // MARK: - Parts

    private var yAxis: String {
        let marks = (0...5).map { Double($0) / 5 * mostThroughput }.map { value in
            rule(left, y(value), width - right, y(value))
                + label(grouped(Int(value)), left - 8, y(value) + 4, "end")
        }
        let middle = fixed((height - bottom + top) / 2, 1)
        return marks.joined(separator: "\n")
            + """

            <text x="18" y="\(middle)" text-anchor="middle" \
            transform="rotate(-90 18 \(middle))">candles stored per second</text>
            """
    }

    private var xAxis: String {
        let marks = decades.map { decade in
            let candles = pow(10, Double(decade))
            return rule(x(candles), top, x(candles), height - bottom)
                + label(grouped(Int(candles)), x(candles), height - bottom + 20, "middle")
        }
        let middle = (left + width - right) / 2
        return marks.joined(separator: "\n")
            + label("candles in the series (logarithmic)", middle, height - 14, "middle")
    }

    private var line: String {
        let corners = points.map { point in
            "\(fixed(x(Double(point.candles)), 1)),\(fixed(y(point.throughput), 1))"
        }
        return "<polyline class=\"line\" points=\"\(corners.joined(separator: " "))\"/>"
    }

    private var dots: String {
        points.enumerated().map { index, point in
            let place = (x(Double(point.candles)), y(point.throughput))
            let anchor =
                points.count == 1
                ? "middle" : index == 0 ? "start" : index == points.count - 1 ? "end" : "middle"
            return """
                <circle class="dot" cx="\(fixed(place.0, 1))" cy="\(fixed(place.1, 1))" r="4">\
                <title>\(grouped(point.candles)) candles: \(grouped(Int(point.throughput))) a \
                second</title></circle>
                \(label("\(grouped(Int(point.throughput)))", place.0, place.1 - 10, anchor))
                """
        }.joined(separator: "\n")
    }

    private func rule(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        """
        <line class="grid" x1="\(fixed(x1, 1))" y1="\(fixed(y1, 1))" x2="\(fixed(x2, 1))" \
        y2="\(fixed(y2, 1))"/>
        """
    }

    private func label(
        _ text: String,
        _ x: Double,
        _ y: Double,
        _ anchor: String,
        kind: String = "label"
    ) -> String {
        """
        <text class="\(kind)" x="\(fixed(x, 1))" y="\(fixed(y, 1))" \
        text-anchor="\(anchor)">\(text)</text>
        """
    }
}
