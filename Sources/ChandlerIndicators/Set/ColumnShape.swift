/// One column of an indicator family: how it is named, what it means and how it is computed.
struct ColumnShape: Sendable {
    /// The name without parameters.
    let stem: String
    /// What follows the stem, separated by underscores.
    let rules: [ParameterRule]
    /// The parameter texts with which the column is in the table of conventions.
    let defaults: [String]
    let unit: IndicatorInfo.Unit
    let meaning: String
    let looksAhead: Bool
    /// What must hold between the parameters: a refusal in words, or `nil`.
    let relation: @Sendable (Parameters) -> String?
    /// The first row with a value.
    let warmUp: @Sendable (Parameters) -> Int
    /// Requests the kernels and tells the column that holds the values.
    let build: @Sendable (inout KernelPlan, Parameters) -> Int

    init(
        _ stem: String,
        _ rules: [ParameterRule],
        defaults: [String],
        _ unit: IndicatorInfo.Unit,
        _ meaning: String,
        looksAhead: Bool = false,
        relation: @escaping @Sendable (Parameters) -> String? = { _ in nil },
        warmUp: @escaping @Sendable (Parameters) -> Int,
        build: @escaping @Sendable (inout KernelPlan, Parameters) -> Int
    ) {
        self.stem = stem
        self.rules = rules
        self.defaults = defaults
        self.unit = unit
        self.meaning = meaning
        self.looksAhead = looksAhead
        self.relation = relation
        self.warmUp = warmUp
        self.build = build
    }

    /// The names with which the column is in the table of conventions.
    var defaultNames: [String] {
        defaults.isEmpty ? [stem] : defaults.map { stem + "_" + $0 }
    }

    /// Reads what follows the stem in a name.
    ///
    /// - Parameter suffix: The parameter texts; empty for a bare stem.
    /// - Returns: The parameters, or the reason why they are none.
    func read(_ suffix: [Substring]) -> Result<Parameters, ParameterRule.Refusal> {
        guard suffix.count == rules.count else {
            let reason = "has \(suffix.count) parameters where \(stem) takes \(rules.count)"
            return .failure(ParameterRule.Refusal(reason: reason))
        }
        var values: [Double] = []
        for (rule, text) in zip(rules, suffix) {
            switch rule.read(text) {
            case .success(let value): values.append(value)
            case .failure(let refusal): return .failure(refusal)
            }
        }
        let parameters = Parameters(values: values)
        if let reason = relation(parameters) {
            return .failure(ParameterRule.Refusal(reason: reason))
        }
        return .success(parameters)
    }
}

/// The columns that are computed together, such as the five of the Bollinger bands.
struct IndicatorFamily: Sendable {
    let shapes: [ColumnShape]

    init(_ shapes: [ColumnShape]) {
        self.shapes = shapes
    }
}
