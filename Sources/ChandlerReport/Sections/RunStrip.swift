import ChandlerCore
import ChandlerStore

/// Runs side by side, the oldest first: how each ended, how fast it loaded, what it asked for.
///
/// Runs have the same width whatever lies between them, since schedules and people start them at
/// very different distances; days are marked below.
struct RunStrip {
    private let runs: [RunRecord]
    private let now: Timestamp
    private let step: Double

    private static let left = 2.0
    /// Names and scales stand beside the newest runs, which are seen first where it scrolls.
    private static let right = 44.0
    private static let outcomeTop = 22.0
    private static let outcomeHeight = 22.0
    private static let rateTop = 80.0
    private static let requestTop = 184.0
    private static let barHeight = 64.0
    private static let height = 276.0
    /// How wide all columns are together, where there are neither very many nor very few.
    private static let columnsWidth = 1_100.0

    init(_ runs: [RunRecord], now: Timestamp) {
        self.runs = runs
        self.now = now
        step = min(max(Self.columnsWidth / Double(max(runs.count, 1)), 10), 40).rounded(.down)
    }

    private var width: Double {
        max(Self.left + step * Double(runs.count) + Self.right, 380)
    }

    var markup: Markup {
        let size = "0 0 \(Self.text(width)) \(Self.text(Self.height))"
        return Markup(
            "figure",
            ["class": "scroll newest", "tabindex": "0"],
            Markup(
                "svg",
                [
                    "xmlns": "http://www.w3.org/2000/svg", "class": "strip", "viewBox": size,
                    "width": Self.text(width), "height": Self.text(Self.height), "role": "img",
                    "aria-label": "Outcome, rows per second and requests of the last runs",
                ],
                [label("Outcome", Self.outcomeTop - 8), days] + runs.indices.map(outcome)
                    + bars("Rows per second", Self.rateTop, "rate") { $0.rowsPerSecond ?? 0 }
                    + bars("Requests", Self.requestTop, "asked") { Double($0.totals.requests) }
            ),
            Markup(
                "figcaption",
                [:],
                Markup(
                    "One column a run, the newest at the right; bars on a logarithmic scale. "
                        + "Point at a column for its numbers."
                )
            )
        )
    }

    private func x(_ index: Int) -> Double { Self.left + step * Double(index) }

    // MARK: - Outcomes

    /// The heights differ as the colours do.
    private func outcome(_ index: Int) -> Markup {
        let run = runs[index]
        let share =
            switch run.status {
            case .succeeded: 0.5
            case .failed: 1.0
            case .interrupted: 0.75
            case .running, .skipped: run.isLost ? 1.0 : 0.25
            }
        return Markup(
            "rect",
            [
                "class": "run \(run.isLost ? "failed" : run.status.rawValue)",
                "x": Self.text(x(index) + 1),
                "y": Self.text(Self.outcomeTop + Self.outcomeHeight * (1 - share)),
                "width": Self.text(step - 2), "height": Self.text(Self.outcomeHeight * share),
                "rx": "2",
            ],
            Markup("title", [:], Markup(words(run)))
        )
    }

    private func words(_ run: RunRecord) -> String {
        var words =
            "\(run.runID) \(run.title): \(run.outcome), \(run.startedAt.compactSeconds), "
            + "\(Figures.seconds(run.seconds(at: now))), \(Figures.plural(run.totals.rows, "row")), "
            + Figures.plural(run.totals.requests, "request")
        if let rate = run.rowsPerSecond { words += ", \(Figures.short(rate)) rows/s" }
        return words
    }

    // MARK: - Bars

    private func bars(
        _ name: String,
        _ top: Double,
        _ kind: String,
        _ value: (RunRecord) -> Double
    ) -> [Markup] {
        let values = runs.map(value)
        let decades = Decades(values.max() ?? 0)
        let bottom = top + Self.barHeight
        let lines = decades.ticks.flatMap { tick -> [Markup] in
            let y = bottom - Self.barHeight * decades.share(tick)
            return [
                line(Self.left, y, width - Self.right, y),
                text(Figures.short(tick), width - Self.right + 6, y + 4, "start"),
            ]
        }
        let columns = values.indices.filter { values[$0] > 0 }.map { index in
            let height = max(Self.barHeight * decades.share(values[index]), 1.5)
            return Markup(
                "rect",
                [
                    "class": kind, "x": Self.text(x(index) + 2), "y": Self.text(bottom - height),
                    "width": Self.text(step - 4), "height": Self.text(height),
                ],
                Markup("title", [:], Markup(words(runs[index])))
            )
        }
        return [label(name, top - 12)] + lines
            + [line(Self.left, bottom, width - Self.right, bottom)] + columns
    }

    // MARK: - Days

    /// The day of each first run of a day, where there is room for it.
    private var days: Markup {
        let baseline = Self.requestTop + Self.barHeight
        var marks: [Markup] = []
        var free = 0.0
        var last: CivilDate?
        for (index, run) in runs.enumerated() {
            let date = run.startedAt.date
            defer { last = date }
            let place = x(index) + 1
            if date == last || place < free { continue }
            free = place + 76
            marks.append(line(place, baseline, place, baseline + 6))
            let isAtEnd = place + 66 > width
            marks.append(
                text(
                    String(run.startedAt.description.prefix(10)),
                    isAtEnd ? width - 2 : place,
                    baseline + 20,
                    isAtEnd ? "end" : "start"
                )
            )
        }
        return marks.joined()
    }

    // MARK: - Parts

    private func label(_ words: String, _ y: Double) -> Markup {
        Markup(
            "text",
            [
                "class": "name", "x": Self.text(width - Self.right), "y": Self.text(y),
                "text-anchor": "end",
            ],
            Markup(words)
        )
    }

    private func text(_ words: String, _ x: Double, _ y: Double, _ anchor: String) -> Markup {
        Markup(
            "text",
            ["x": Self.text(x), "y": Self.text(y), "text-anchor": anchor],
            Markup(words)
        )
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
        Markup(
            "line",
            [
                "x1": Self.text(x1), "y1": Self.text(y1), "x2": Self.text(x2), "y2": Self.text(y2),
            ]
        )
    }

    private static func text(_ value: Double) -> String { Figures.decimal(value) }
}

/// A logarithmic scale from one half to a power of ten, with three lines at most.
struct Decades {
    let ticks: [Double]
    private let top: Double

    init(_ largest: Double) {
        var count = 1
        var bound = 10.0
        while bound < largest, count < 15 {
            bound *= 10
            count += 1
        }
        top = Double(count)
        let every = (count + 2) / 3
        ticks = stride(from: every, through: count, by: every).map { Self.power($0) }
    }

    /// How high a value is, from 0 to 1.
    func share(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        // The logarithm by halving, so that no machine's library decides on a digit.
        var exponent = 0.0
        var rest = max(value, 1)
        while rest >= 10 {
            rest /= 10
            exponent += 1
        }
        var bit = 0.5
        for _ in 0..<12 {
            rest *= rest
            if rest >= 10 {
                rest /= 10
                exponent += bit
            }
            bit /= 2
        }
        return min((exponent + 0.3) / (top + 0.3), 1)
    }

    private static func power(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1.0) { value, _ in value * 10 }
    }
}
