/// One thing of a relation: as it should be, and as it is.
public struct FactComparison: Sendable, Hashable {
    /// What kind of thing it is.
    public let aspect: SchemaFact.Aspect
    /// Its name in the database, or that of the contract where it is missing there.
    public let name: String?
    /// What the contract says; `nil` where it knows nothing of it.
    public let expected: String?
    /// What the database says; `nil` where it is missing, equal to `expected` where both agree.
    public let live: String?

    /// What is wrong, in words; `nil` when nothing is.
    public var difference: String? {
        guard expected != live else { return nil }
        guard let live else { return "missing" }
        guard let expected else { return "not expected" }
        return "expected \(expected), the database has \(live)"
    }
}

extension FactComparison {
    /// Compares what should be with what is; the order is the database's, then what it lacks.
    static func compare(_ expected: [SchemaFact], _ live: [SchemaFact]) -> [FactComparison] {
        var waiting = Dictionary(grouping: expected, by: \.identity)
        var lines = live.map { fact in
            let match = waiting[fact.identity]?.popLast()
            return FactComparison(
                aspect: fact.aspect,
                name: fact.name,
                expected: match?.definition,
                live: match.map { $0.agrees(with: fact) } == true
                    ? match?.definition : fact.definition
            )
        }
        for fact in expected where waiting[fact.identity]?.popLast() != nil {
            lines.append(
                FactComparison(
                    aspect: fact.aspect,
                    name: fact.name,
                    expected: fact.definition,
                    live: nil
                )
            )
        }
        return lines
    }
}
