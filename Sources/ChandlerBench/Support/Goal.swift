/// A figure beside the bounds that it should keep.
struct Goal {
    private let name: String
    private let wanted: String
    private let figure: String
    private let isMet: Bool?

    /// A figure that should be at most `limit`.
    init(_ name: String, _ value: Double, atMost limit: Double, unit: String = "") {
        self.init(name, value, wanted: "at most", limit, unit, value <= limit)
    }

    /// A figure that should be at least `limit`.
    init(_ name: String, _ value: Double, atLeast limit: Double, unit: String = "") {
        self.init(name, value, wanted: "at least", limit, unit, value >= limit)
    }

    /// A figure that should lie within bounds.
    init(_ name: String, _ value: Double, within range: ClosedRange<Double>) {
        self.name = name
        wanted = "\(range.lowerBound) to \(range.upperBound)"
        figure = fixed(value, 2)
        isMet = value.isFinite ? range.contains(value) : nil
    }

    private init(
        _ name: String,
        _ value: Double,
        wanted: String,
        _ limit: Double,
        _ unit: String,
        _ isMet: Bool
    ) {
        self.name = name
        self.wanted = "\(wanted) \(fixed(limit, limit == limit.rounded() ? 0 : 2))\(unit)"
        figure = fixed(value, 3) + unit
        self.isMet = value.isFinite ? isMet : nil
    }

    /// All goals as a table.
    static func table(_ goals: [Goal]) -> String {
        var table = MarkdownTable(["goal", "wanted", "measured", "verdict"])
        for goal in goals {
            let verdict = goal.isMet.map { $0 ? "met" : "**not met**" } ?? "not measured"
            table.add([goal.name, goal.wanted, goal.figure, verdict])
        }
        return table.text
    }
}
