import ChandlerCore
import ChandlerPostgres

/// The database's schema beside the one that is expected.
public struct SchemaComparison: Sendable, Hashable {
    /// The version the database was brought to; 0 for an empty one.
    public let version: Int
    /// The version that is compared with.
    public let expectedVersion: Int
    /// Every relation: those of the contract in its order, then those it does not know by name.
    public let relations: [RelationComparison]

    /// How many things are wrong; relations of the user's own are not.
    public var differences: Int { relations.reduce(0) { $0 + $1.differences } }
}

extension StoreLane {
    /// Compares the server's catalog with the contract; nothing is changed.
    ///
    /// The contract is written down apart from the migrations. Compared are tables, columns, types,
    /// defaults, checks, keys, indexes, partition rules, partitions, triggers, enumerations, and the
    /// columns and sources of views; not the bodies of functions and views, nor privileges.
    ///
    /// - Returns: Everything that was looked at, with the differences.
    /// - Throws: ``StoreError`` where the catalog cannot be read, and as ``schemaStatus()`` does.
    public func compareSchema() throws(StoreError) -> SchemaComparison {
        let status = try schemaStatus()
        return try doing("compare the schema") {
            try connection.transaction(mode: "ISOLATION LEVEL REPEATABLE READ, READ ONLY") {
                // Bounds of partitions are printed in the session's zone and style.
                try connection.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'")
                let live = LiveSchema(connection: connection)
                return SchemaComparison(
                    version: status.applied.last?.version ?? 0,
                    expectedVersion: ExpectedSchema.version,
                    relations: try compare(try live.relations(), live)
                )
            }
        }
    }

    private func compare(
        _ found: [SchemaRelation],
        _ live: LiveSchema
    ) throws -> [RelationComparison] {
        let byName = Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
        let known = try ExpectedSchema.relations.map { relation in
            let table = PartitionedTable.all.first { $0.name == relation.name }
            let months = try table.map { try live.partitions(of: $0).compared(with: $0) } ?? []
            return RelationComparison(relation, byName[relation.name], partitions: months)
        }
        let names = Set(known.map(\.name))
        return known
            + found.filter { !names.contains($0.name) }.map(RelationComparison.init(unknown:))
    }
}

extension [SchemaFact] {
    /// Holds each partition against what the month it is named after must have.
    fileprivate func compared(with table: PartitionedTable) -> [FactComparison] {
        map { fact in
            let bounds = fact.name.flatMap(table.month(of:)).map { month in
                "FOR VALUES FROM ('\(month.catalogText)') TO ('\(month.next.catalogText)')"
            }
            return FactComparison(
                aspect: .partition,
                name: fact.name,
                expected: bounds,
                live: fact.definition
            )
        }
    }
}

extension Month {
    /// The first moment of the month as the server prints it in UTC.
    fileprivate var catalogText: String { "\(dashed)-01 00:00:00+00" }
}
