/// A table, view or enumeration: as it should be, and as it is.
public struct RelationComparison: Sendable, Hashable {
    /// What came of the comparison.
    public enum Verdict: String, Sendable, Hashable {
        /// It is as the contract says.
        case asExpected = "as expected"
        /// It is there and differs.
        case different = "different"
        /// The contract has it and the database does not.
        case missing = "missing"
        /// The database has it and the contract does not: the user's own, no fault.
        case own = "not Chandler's"
        /// It is called like a month of a table and is no part of it: its rows are out of sight.
        case loose = "a month that is not attached"
    }

    /// The name, with its schema unless that is the one Chandler's tables are in.
    public let name: String
    /// What the database has; what the contract says where it is missing.
    public let kind: SchemaRelation.Kind
    /// What it should be, where that is something else.
    public let expectedKind: SchemaRelation.Kind?
    /// Its columns, checks, keys, ...; empty for those that are not Chandler's.
    public let facts: [FactComparison]
    /// What came of it.
    public let verdict: Verdict

    /// How many things are wrong with it.
    public var differences: Int {
        switch verdict {
        case .asExpected, .own: 0
        case .missing, .loose: 1
        case .different:
            facts.count { $0.difference != nil } + (expectedKind == nil ? 0 : 1)
        }
    }
}

extension RelationComparison {
    /// Compares a relation of the contract with what is called so, if anything is.
    init(_ expected: SchemaRelation, _ live: SchemaRelation?, partitions: [FactComparison]) {
        name = expected.name
        kind = live?.kind ?? expected.kind
        expectedKind = kind == expected.kind ? nil : expected.kind
        let facts = FactComparison.compare(expected.facts, live?.facts ?? []) + partitions
        self.facts = facts
        let isSame = expectedKind == nil && !facts.contains { $0.difference != nil }
        verdict = live == nil ? .missing : isSame ? .asExpected : .different
    }

    /// Describes a relation that the contract does not know.
    init(unknown live: SchemaRelation) {
        name = live.name
        kind = live.kind
        expectedKind = nil
        facts = []
        let isLoose = PartitionedTable.all.contains { $0.month(of: live.name) != nil }
        verdict = isLoose ? .loose : .own
    }
}
