/// All indicator families, in the order of the table of conventions.
enum IndicatorCatalog {
    static let families: [IndicatorFamily] = [
        .simpleAverage, .exponentialAverage, .weightedAverage, .doubleExponentialAverage,
        .tripleExponentialAverage, .adaptiveAverage, .hullAverage, .relativeStrength,
        .convergenceDivergence, .bollingerBands, .trueRange, .averageTrueRange,
        .normalizedTrueRange, .directionalMovement, .slowStochastic, .fastStochastic,
        .stochasticRelativeStrength, .stochasticRelativeStrengthTV, .commodityChannel,
        .moneyFlow, .onBalanceVolume, .williamsRange, .rateOfChange, .momentum,
        .tripleSmoothedRate, .ultimateOscillator, .aroon, .donchianChannel, .keltnerChannel,
        .keltnerChannelTV, .parabolicStop, .ichimoku, .dayWeightedPrice, .weightedPrice,
        .chaikinMoneyFlow, .accumulationDistribution, .supertrend, .supertrendTV, .logReturn,
        .realizedVolatility,
    ]

    /// The table's columns, in order.
    static let tableNames: [String] = families.flatMap(tableNames(of:))

    /// The columns of a family that are in the table, in order.
    private static func tableNames(of family: IndicatorFamily) -> [String] {
        let names = family.shapes.map(\.defaultNames)
        let rounds = names.map(\.count).max() ?? 0
        return (0..<rounds).flatMap { round in
            names.compactMap { round < $0.count ? $0[round] : nil }
        }
    }

    /// Finds the column a name stands for.
    ///
    /// - Parameter name: Stem and parameters, spelled as in the table.
    /// - Returns: The column, placed in the canonical order.
    /// - Throws: ``IndicatorError`` with code `unknownName`, `badParameter` or `looksAhead`.
    static func column(_ name: String) throws(IndicatorError) -> IndicatorColumn {
        var refusal: (stem: String, reason: String)?
        for (index, family) in families.enumerated() {
            for (place, shape) in family.shapes.enumerated() {
                guard let suffix = suffix(of: name, after: shape.stem) else { continue }
                switch shape.read(suffix) {
                case .success(let parameters):
                    if shape.looksAhead { throw lookAhead(name) }
                    let rank = tableNames(of: family).firstIndex(of: name) ?? Int.max
                    return IndicatorColumn(
                        name: name,
                        parameters: parameters,
                        family: index,
                        shape: place,
                        rank: rank
                    )
                case .failure(let failure):
                    // A word after the stem makes it another name; of several stems that begin
                    // the name, the longest is the one meant.
                    let isNumber = suffix.first?.first.map { !$0.isLetter } ?? true
                    if isNumber, (refusal?.stem.count ?? 0) < shape.stem.count {
                        refusal = (shape.stem, failure.reason)
                    }
                }
            }
        }
        if let refusal { throw .about(name, .badParameter, refusal.reason) }
        throw .about(name, .unknownName, "is not known")
    }

    /// The parameter texts after a stem; `nil` when the name does not begin with the stem.
    private static func suffix(of name: String, after stem: String) -> [Substring]? {
        if name == stem { return [] }
        guard name.hasPrefix(stem + "_") else { return nil }
        return name.dropFirst(stem.count + 1).split(
            separator: "_",
            omittingEmptySubsequences: false
        )
    }

    private static func lookAhead(_ name: String) -> IndicatorError {
        IndicatorError(
            .looksAhead,
            "choose indicators: \"\(name)\" at a candle is the close \(ChartOnly.shift) candles"
                + " later; it looks into the future, is for charts only and must not enter a"
                + " table or a training set; leave it out",
            name: name
        )
    }

    /// The known names with the smallest edit distance, at most three.
    ///
    /// Known are the table's columns, and every stem with the given name's own parameters.
    ///
    /// - Parameter name: A name that is not known.
    /// - Returns: Names that are, nearest first.
    static func nearest(to name: String) -> [String] {
        let name = String(name.prefix(80)).lowercased()
        let numbers = name.split(separator: "_").reversed().prefix { text in
            text.utf8.first.map { (48...57).contains($0) } ?? false
        }.reversed()
        var candidates = tableNames.filter { $0 != "ichimoku_chikou_plot" }
        for shape in families.flatMap(\.shapes) where !numbers.isEmpty {
            guard case .success = shape.read(Array(numbers)) else { continue }
            let candidate = ([shape.stem[...]] + numbers).joined(separator: "_")
            if !candidates.contains(candidate) { candidates.append(candidate) }
        }
        let ranked = candidates.enumerated().map { index, candidate in
            (distance: editDistance(name, candidate), index: index, name: candidate)
        }
        return ranked.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
            .prefix(3).map(\.name)
    }
}
