/// An indicator column with its parameters, placed in the canonical order.
struct IndicatorColumn: Sendable, Hashable, Comparable {
    let name: String
    let parameters: Parameters
    /// Index into the catalog's families.
    let family: Int
    /// Index into the family's shapes.
    let shape: Int
    /// Place among the family's columns of the table, or `Int.max` for other parameters.
    let rank: Int

    var warmUp: Int { definition.warmUp(parameters) }

    var info: IndicatorInfo {
        let shape = definition
        return IndicatorInfo(
            name: name,
            unit: shape.unit,
            warmUp: shape.warmUp(parameters),
            meaning: shape.meaning,
            looksAhead: shape.looksAhead
        )
    }

    func build(into plan: inout KernelPlan) -> Int { definition.build(&plan, parameters) }

    private var definition: ColumnShape { IndicatorCatalog.families[family].shapes[shape] }

    /// The table's order; other parameters after their family, by parameters, then as in the table.
    static func < (lhs: IndicatorColumn, rhs: IndicatorColumn) -> Bool {
        if lhs.family != rhs.family { return lhs.family < rhs.family }
        if lhs.rank != rhs.rank { return lhs.rank < rhs.rank }
        if lhs.parameters != rhs.parameters {
            return lhs.parameters.values.lexicographicallyPrecedes(rhs.parameters.values)
        }
        return lhs.shape < rhs.shape
    }
}
